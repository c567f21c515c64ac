"""Colours of code: the one door to Pygments."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any


def highlighted(code: str, language: str) -> str:
    """Return code as HTML, its words marked where the language is known."""
    lexer = _lexer(language.lower())
    if lexer is None:
        return escape(code, quote=False)
    from pygments import highlight

    return str(highlight(code, lexer, _formatter()))


@cache
def _lexer(language: str) -> Any:
    if not language:
        return None
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None


@cache
def _formatter() -> Any:
    from pygments.formatters.html import HtmlFormatter

    return HtmlFormatter(nowrap=True)
