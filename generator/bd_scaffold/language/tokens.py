"""Texts of the small languages as tokens, and what reads these one by one."""

from __future__ import annotations

import re
from collections.abc import Collection

LONGEST = 1000
DEEPEST = 30

Token = tuple[str, str]
"""The kind of a token, and its text: of a keyword in lower case."""


class ExpressionError(ValueError):
    """The text is not an expression; the message says why, in a sentence."""


def tokens_of(
    text: str, pattern: re.Pattern[str], keywords: Collection[str]
) -> list[Token]:
    """The tokens of a text, by a pattern with a group for each kind, or an ExpressionError."""
    if len(text) > LONGEST:
        raise ExpressionError(f"is longer than {LONGEST} characters.")
    found: list[Token] = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = pattern.match(text, position)
        if match is None:
            rest = text[position:].strip().split()[0]
            raise ExpressionError(f"cannot be understood from {shown_token(rest)} on.")
        kind = match.lastgroup or ""
        found.append(_token(kind, match[kind], keywords))
        position = match.end()
    return found


def _token(kind: str, text: str, keywords: Collection[str]) -> Token:
    if kind == "word" and text.lower() in keywords:
        return "keyword", text.lower()
    if kind == "sign":
        return kind, {"<>": "!=", "==": "="}.get(text, text)
    return kind, text


def shown_token(text: str) -> str:
    """A part of a text as messages show it."""
    return f'"{text[:40]}"' if '"' not in text else text[:40]


def unquoted(text: str) -> str:
    """What stands between quotes, in which a quote is written twice."""
    return text[1:-1].replace(text[0] * 2, text[0])


class Reader:
    """Takes tokens from the first to the last."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._position = 0
        self._depth = 0

    def _next(self) -> Token:
        if self._position >= len(self._tokens):
            raise ExpressionError("ends too early.")
        token = self._tokens[self._position]
        self._position += 1
        return token

    def _took(self, *texts: str) -> str | None:
        if self._position < len(self._tokens):
            kind, text = self._tokens[self._position]
            if kind in ("sign", "keyword") and text in texts:
                self._position += 1
                return text
        return None

    def _need(self, text: str) -> None:
        if self._took(text) is None:
            found = shown_token(self._next()[1])
            raise ExpressionError(f'needs "{text}" where {found} stands.')

    def _begin(self) -> None:
        """Go one level of parentheses deeper."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionError(f"is nested deeper than {DEEPEST}.")

    def _end(self) -> None:
        """Come back from a level of parentheses."""
        self._depth -= 1

    def _finish(self) -> None:
        """Refuse what stands behind the whole."""
        if self._position < len(self._tokens):
            raise ExpressionError(f"has {shown_token(self._next()[1])} too much.")
