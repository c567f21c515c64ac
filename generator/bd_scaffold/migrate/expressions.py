"""The SQL of checks and of partial indexes, with something else in place of its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..names import quote_sql

_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_]\w*\b(?!\()""")


def renamed(sql: str, columns: Mapping[str, str]) -> str:
    """Return an expression with columns called by their new names."""
    return replaced(sql, {old: quote_sql(new) for old, new in columns.items()})


def replaced(sql: str, columns: Mapping[str, str]) -> str:
    """Return an expression with SQL in place of columns."""

    def instead(match: re.Match[str]) -> str:
        return columns.get(_name(match[0]), match[0])

    return _TOKEN.sub(instead, sql) if columns else sql


def names_in(sql: str) -> frozenset[str]:
    """Return what may be a column in an expression, words of SQL included."""
    return frozenset(map(_name, _TOKEN.findall(sql)))


def _name(token: str) -> str:
    """Return the name that a token is; a text is none that a column could have."""
    if token.startswith('"'):
        return token[1:-1].replace('""', '"')
    return token
