"""The SQL of checks and of partial indexes: its columns called by other names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..names import quote_sql

_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_]\w*""")


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
