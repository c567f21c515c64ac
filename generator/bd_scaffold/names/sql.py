"""Names in the database: their length, and the words that its engines keep."""

from __future__ import annotations

import re
from functools import lru_cache

from .listed import listed

IDENTIFIER_LIMIT = 63
"""The longest name that PostgreSQL keeps; it cuts longer ones off without a word."""


def folded(identifier: str) -> str:
    """The identifier as SQLite compares it, to which the case of ASCII letters is none."""
    return identifier.lower() if identifier.isascii() else identifier.translate(_LOWER)


_LOWER = {ord(each): each.lower() for each in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def shorten(identifier: str, limit: int = IDENTIFIER_LIMIT) -> str:
    """The identifier where it fits, else its beginning and a digest of the whole."""
    if len(identifier) <= limit:
        return identifier
    import hashlib  # only long names need it, and it loads OpenSSL

    digest = hashlib.sha1(identifier.encode(), usedforsecurity=False).hexdigest()[:8]
    return f"{identifier[: limit - 9].rstrip('_')}_{digest}"


_SQL_WORDS = listed("""
    abort action add after all alter always analyse analyze and any array as asc asymmetric attach
    authorization autoincrement before begin between binary both by cascade case cast check collate
    collation column commit concurrently conflict constraint create cross current current_catalog
    current_date current_role current_schema current_time current_timestamp current_user database
    default deferrable deferred delete desc detach distinct do drop each else end escape except
    exclude exclusive exists explain fail false fetch filter first following for foreign freeze from
    full generated glob grant group groups having if ignore ilike immediate in index indexed
    initially inner insert instead intersect into is isnull join key last lateral leading left like
    limit localtime localtimestamp match materialized natural no not nothing notnull null nulls of
    offset on only or order others outer over overlaps partition placing plan pragma preceding
    primary query raise range recursive references regexp reindex release rename replace restrict
    returning right rollback row rows savepoint select session_user set similar some symmetric
    system_user table tablesample temp temporary then ties to trailing transaction trigger true
    unbounded union unique update user using vacuum values variadic verbose view virtual when where
    window with without
    """)
"""The words that PostgreSQL reserves and those that SQLite knows."""

_SQL_TYPES = listed("""
    aclitem any anyarray anycompatible anycompatiblearray anycompatiblemultirange
    anycompatiblenonarray anycompatiblerange anyelement anyenum anymultirange anynonarray anyrange
    bigint bit bool boolean box bpchar bytea char character cid cidr circle cstring date
    datemultirange daterange dec decimal event_trigger fdw_handler float float4 float8 gtsvector
    index_am_handler inet int int2 int2vector int4 int4multirange int4range int8 int8multirange
    int8range integer internal interval json jsonb jsonpath language_handler line lseg macaddr
    macaddr8 money name national nchar numeric nummultirange numrange oid oidvector path point
    polygon precision real record refcursor regclass regcollation regconfig regdictionary
    regnamespace regoper regoperator regproc regprocedure regrole regtype row setof smallint
    table_am_handler text tid time timestamp timestamptz timetz trigger tsm_handler tsmultirange
    tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot unknown uuid varbit varchar void
    xid xid8 xml
    """)
"""The types of PostgreSQL 18, and the words that its grammar reads as types."""


def is_sql_type(name: str) -> bool:
    """True for what PostgreSQL takes for a type of its own, even where it is quoted."""
    return name in _SQL_TYPES or name.startswith("pg_")


def sql_literal(text: str) -> str:
    """The text as SQL: `it's` → `'it''s'`."""
    return "'{}'".format(text.replace("'", "''"))


_BRACKETS = r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--|/\*|[;()'\"]"


def why_no_expression(sql: str) -> str:
    """Return why SQL is not one expression, as far as brackets and quotes say; or nothing."""
    depth = 0
    for match in re.finditer(_BRACKETS, sql):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth < 0 or match[0] in (";", "--", "/*", "'", '"'):
            return f'"{match[0]}" does not belong into one SQL expression.'
    return "It is not one SQL expression." if depth or not sql.strip() else ""


@lru_cache(maxsize=10_000)
def quote_sql(name: str) -> str:
    """The name as an SQL identifier, quoted where PostgreSQL or SQLite would read it otherwise."""
    if name in _SQL_WORDS or re.fullmatch(r"[a-z_][a-z0-9_]*", name) is None:
        return '"{}"'.format(name.replace('"', '""'))
    return name
