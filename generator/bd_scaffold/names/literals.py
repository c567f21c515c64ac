"""Texts as Python literals."""

from __future__ import annotations

import re
import textwrap

_WIDTH = 88

_ESCAPES = {"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"}


def python_string(text: str) -> str:
    """The text as a Python literal of one line that black leaves as it is."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    quote = "'" if text.count('"') > text.count("'") else '"'
    return f"{quote}{''.join(_escaped(each, quote) for each in text)}{quote}"


def docstring(text: str, indent: int, *, summary: bool = False) -> str:
    """The text as a docstring of lines that fit; all but the first are indented.

    A first line that is a summary stays one, however long, as linters want it.
    """
    escaped = re.sub(r'"(?=""|$)', r"\"", text.replace("\\", "\\\\"))
    margin = " " * indent
    room = _WIDTH - indent
    if (summary or len(escaped) + 6 <= room) and "\n" not in escaped:
        return f'"""{escaped}"""'
    wrapper = textwrap.TextWrapper(room, break_long_words=False, break_on_hyphens=False)
    first, *rest = f'"""{escaped}'.expandtabs().split("\n")
    lines = [first] if summary else wrapper.wrap(first)
    for paragraph in rest:
        lines += wrapper.wrap(paragraph) or [""]
    return f"\n{margin}".join([*lines, '"""']).replace(f"\n{margin}\n", "\n\n")


def _escaped(character: str, quote: str) -> str:
    if character == quote:
        return f"\\{quote}"
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
