"""What a schema says, table by table: of a PostgreSQL that is there, or as a file has it.

    Album
      "AlbumId" integer not null
      "PK_Album": PRIMARY KEY ("AlbumId")

A table's columns come first, each with its type, `not null` and its default; then whatever else
the catalogue has under a name of its own, defined as PostgreSQL itself defines it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class Column:
    type: str
    required: bool
    default: str


@dataclass(frozen=True, slots=True)
class Table:
    columns: dict[str, Column] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    """Keys, checks and indexes: what each is, by name."""


Catalogue = dict[str, Table]


def read(connection: sa.Connection, schema: str = "public") -> Catalogue:
    """Read the tables of a schema, and the types that are enums."""
    found: Catalogue = {}
    for name, values in _asked(connection, _ENUMS, schema):
        found[f"type {name}"] = Table(named={name: values})
    for table, column, kind, required, default in _asked(connection, _COLUMNS, schema):
        columns = found.setdefault(table, Table()).columns
        given = plain(default)
        columns[column] = Column(
            plain(kind), required, "" if given == "NULL" else given
        )
    for table, name, definition in _asked(connection, _NAMED, schema):
        found[table].named[name] = _unqualified(plain(definition), schema)
    return found


def _asked(connection: sa.Connection, query: str, schema: str) -> Iterable[sa.Row]:
    return connection.execute(sa.text(query), {"schema": schema})


_ENUMS = """
    SELECT quote_ident(typname), 'ENUM (' || string_agg(
        quote_literal(enumlabel), ', ' ORDER BY enumsortorder) || ')'
    FROM pg_type JOIN pg_enum ON enumtypid = pg_type.oid
    WHERE typnamespace = to_regnamespace(:schema)
    GROUP BY typname ORDER BY typname
"""
_TABLES = """
    (SELECT oid, relname FROM pg_class WHERE relkind IN ('r', 'p')
        AND relnamespace = to_regnamespace(:schema) AND NOT relispartition) AS t
    ON t.oid
"""
_COLUMNS = f"""
    SELECT quote_ident(t.relname), quote_ident(attname),
        format_type(atttypid, atttypmod), attnotnull,
        CASE WHEN attidentity <> '' THEN 'identity'
             WHEN attgenerated <> '' THEN 'generated: '
             WHEN pg_get_expr(adbin, adrelid) LIKE 'nextval(%' THEN 'serial'
             ELSE '' END
        || CASE WHEN pg_get_expr(adbin, adrelid) LIKE 'nextval(%' THEN ''
                ELSE coalesce(pg_get_expr(adbin, adrelid), '') END
    FROM pg_attribute AS a
    JOIN {_TABLES} = attrelid
    LEFT JOIN pg_attrdef AS d ON d.adrelid = attrelid AND adnum = attnum
    WHERE attnum > 0 AND NOT attisdropped
    ORDER BY t.relname, attnum
"""
_NAMED = f"""
    SELECT quote_ident(t.relname), quote_ident(conname), pg_get_constraintdef(c.oid)
    FROM pg_constraint AS c JOIN {_TABLES} = conrelid
    WHERE contype IN ('p', 'u', 'f', 'c', 'x')
    UNION ALL
    SELECT quote_ident(t.relname), quote_ident(i.relname),
        CASE WHEN indisunique THEN 'UNIQUE ' ELSE '' END || 'INDEX '
        || substring(pg_get_indexdef(indexrelid) FROM ' (USING .*)$')
    FROM pg_index JOIN pg_class AS i ON i.oid = indexrelid
    JOIN {_TABLES} = indrelid
    WHERE NOT EXISTS (SELECT 1 FROM pg_constraint
        WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
    ORDER BY 1, 3, 2
"""


def plain(sql: str) -> str:
    """Return an expression as a person writes it: `0` for `'0.00'::numeric`, say."""
    sql = re.sub(
        r"::(character varying|text|bpchar|regclass)(\(\d+\))?(\[\])?", "", sql
    )
    sql = re.sub(r"USING btree ", "", sql)
    sql = sql.replace("now()", "CURRENT_TIMESTAMP")
    sql = re.sub(rf"\(({_NUMBER})\)::({_NUMBERS})", r"\1", sql)
    sql = re.sub(rf"'({_NUMBER})'::({_NUMBERS})", r"\1", sql)
    sql = re.sub(r'(?<=\()\((\w+|"[^"]*"|ARRAY\[[^]]*\])\)', r"\1", sql)
    return re.sub(r"(?<![\w.'])(\d+)\.(\d*?)0+(?![\w.'])", _shortened, sql)


_NUMBER = r"-?\d+(?:\.\d+)?"
_NUMBERS = "smallint|integer|bigint|numeric|real|double precision"


def _shortened(number: re.Match[str]) -> str:
    return f"{number[1]}.{number[2]}" if number[2] else number[1]


def _unqualified(definition: str, schema: str) -> str:
    return definition.replace(f" REFERENCES {schema}.", " REFERENCES ")


def written(catalogue: Catalogue) -> Iterator[str]:
    """Write a catalogue as the lines of a file."""
    for name, table in catalogue.items():
        yield name
        for column, each in table.columns.items():
            required = " not null" if each.required else ""
            default = f" = {each.default}" if each.default else ""
            yield f"  {column} {each.type}{required}{default}"
        for named, definition in table.named.items():
            yield f"  {named}: {definition}"


_NAME = r'"(?:[^"]|"")+"|\w+'
_COLUMN = re.compile(rf"({_NAME}) (.+?)( not null)?(?: = (.*))?")
_DEFINED = re.compile(rf"({_NAME}): (.*)")


def parsed(text: str) -> Catalogue:
    """Read a file that has a catalogue; a line that begins with # is a remark."""
    found: Catalogue = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith(" "):
            table = found.setdefault(line, Table())
        elif defined := _DEFINED.fullmatch(line.strip()):
            table.named[defined[1]] = defined[2]
        else:
            column = _COLUMN.fullmatch(line.strip())
            assert column, line
            table.columns[column[1]] = Column(
                column[2], bool(column[3]), column[4] or ""
            )
    return found
