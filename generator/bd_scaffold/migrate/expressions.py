"""The SQL of checks and of partial indexes: which columns it names, and by which names."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

from ..names import quote_sql

_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_]\w*""")


def columns_in(sql: str, columns: Container[str]) -> tuple[str, ...]:
    """Return those of a table's columns that an expression names."""
    found = (_name(each) for each in _TOKEN.findall(sql))
    return tuple(dict.fromkeys(name for name in found if name in columns))


def renamed(sql: str, columns: Mapping[str, str]) -> str:
    """Return an expression with columns called by their new names."""

    def name(match: re.Match[str]) -> str:
        own = _name(match[0])
        return quote_sql(columns[own]) if own in columns else match[0]

    return _TOKEN.sub(name, sql) if columns else sql


def _name(token: str) -> str:
    """Return the name that a token is; a text is none that a column could have."""
    if token.startswith('"'):
        return token[1:-1].replace('""', '"')
    return token
