"""Two names at once, as SQL: columns that triggers keep in step, and tables that have a view.

PostgreSQL fills a twin before it looks at the row's rules; SQLite, which can't, does it after.
Of twins that are given different values at once, the newer one is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..names import quote_sql
from .casts import cast_of
from .operations import Copy, CreateView, DualColumns, Values
from .schema import Column
from .text import cases

POSTGRESQL, SQLITE = "postgresql", "sqlite"
_INDENT = "    "


def copied(copy: Copy, column: Column, engine: str, row: str = "") -> str:
    """Return what a column shall hold, from its twin in the same row, or in `row`."""
    name = f"{row}{quote_sql(copy.source.name)}"
    turned = _turned(name, copy.source, column, engine)
    if not copy.values:
        return turned
    return f"CASE {name} {cases(copy.values)} ELSE {turned} END"


def _turned(name: str, old: Column, new: Column, engine: str) -> str:
    cast = cast_of(old, new) if old.type != new.type else None
    if cast is None:
        return name
    return ((cast.postgresql if engine == POSTGRESQL else cast.sqlite) or "{0}").format(
        name
    )


def forth(twins: DualColumns) -> Copy:
    """Return from where the newer twin has its values."""
    return Copy(twins.old, twins.values)


def back(twins: DualColumns) -> Copy:
    """Return from where the older twin has its values."""
    return Copy(twins.new, back_again(twins.values))


def back_again(values: Values) -> Values:
    """Return what takes other names of values back."""
    return tuple((new, old) for old, new in values)


def kept_in_step(
    table: str, twins: Sequence[DualColumns], engine: str
) -> Iterator[str]:
    """Yield the statements from which on twins are kept in step."""
    if engine == POSTGRESQL:
        yield _function(table, twins)
        yield _trigger(table)
    else:
        yield _on_insert(table, twins)
        for each in twins:
            yield from _on_update(table, each)


def let_go(table: str, twins: Sequence[DualColumns], engine: str) -> Iterator[str]:
    """Yield the statements after which twins are columns like others."""
    if engine == POSTGRESQL:
        yield f"DROP TRIGGER {_name(table)} ON {quote_sql(table)}"
        yield f"DROP FUNCTION {_name(table)}()"
    else:
        yield f"DROP TRIGGER {_name(table)}"
        for each in twins:
            yield f"DROP TRIGGER {_name(table, each.new)}"
            yield f"DROP TRIGGER {_name(table, each.old)}"


def view(created: CreateView) -> str:
    """Return the statement that shows a table under its older name."""
    columns = ", ".join(
        quote_sql(name) if name == own else f"{quote_sql(own)} AS {quote_sql(name)}"
        for name, own in created.columns
    )
    shown, table = quote_sql(created.name), quote_sql(created.table)
    return f"CREATE VIEW {shown} AS SELECT {columns} FROM {table}"


def _name(table: str, by: Column | None = None) -> str:
    return quote_sql(f"keep_{table}_in_step{f'_by_{by.name}' if by else ''}")


def _function(table: str, twins: Sequence[DualColumns]) -> str:
    given = [line for each in twins for line in _when_given(each)]
    changed = [line for each in twins for line in _when_changed(each)]
    return "\n".join(
        [
            f"CREATE FUNCTION {_name(table)}() RETURNS trigger LANGUAGE plpgsql AS $$",
            "BEGIN",
            f"{_INDENT}IF TG_OP = 'INSERT' THEN",
            *(f"{_INDENT * 2}{line}" for line in given),
            f"{_INDENT}ELSE",
            *(f"{_INDENT * 2}{line}" for line in changed),
            f"{_INDENT}END IF;",
            f"{_INDENT}RETURN NEW;",
            "END",
            "$$",
        ]
    )


def _when_given(twins: DualColumns) -> Iterator[str]:
    old, new = (quote_sql(each.name) for each in (twins.old, twins.new))
    yield f"IF NEW.{new} IS NULL THEN"
    yield f"{_INDENT}NEW.{new} := {copied(forth(twins), twins.new, POSTGRESQL, 'NEW.')};"
    yield "ELSE"
    yield f"{_INDENT}NEW.{old} := {copied(back(twins), twins.old, POSTGRESQL, 'NEW.')};"
    yield "END IF;"


def _when_changed(twins: DualColumns) -> Iterator[str]:
    old, new = (quote_sql(each.name) for each in (twins.old, twins.new))
    yield f"IF NEW.{new} IS DISTINCT FROM OLD.{new} THEN"
    yield f"{_INDENT}NEW.{old} := {copied(back(twins), twins.old, POSTGRESQL, 'NEW.')};"
    yield f"ELSIF NEW.{old} IS DISTINCT FROM OLD.{old} THEN"
    yield f"{_INDENT}NEW.{new} := {copied(forth(twins), twins.new, POSTGRESQL, 'NEW.')};"
    yield "END IF;"


def _trigger(table: str) -> str:
    return "\n".join(
        [
            f"CREATE TRIGGER {_name(table)}",
            f"BEFORE INSERT OR UPDATE ON {quote_sql(table)}",
            f"FOR EACH ROW EXECUTE FUNCTION {_name(table)}()",
        ]
    )


def _on_insert(table: str, twins: Sequence[DualColumns]) -> str:
    values = []
    for each in twins:
        old, new = (quote_sql(column.name) for column in (each.old, each.new))
        there = copied(forth(each), each.new, SQLITE)
        here = copied(back(each), each.old, SQLITE)
        values.append(f"{new} = CASE WHEN {new} IS NULL THEN {there} ELSE {new} END")
        values.append(f"{old} = CASE WHEN {new} IS NULL THEN {old} ELSE {here} END")
    head = f"CREATE TRIGGER {_name(table)} AFTER INSERT ON {quote_sql(table)}"
    return _triggered(head, table, values)


def _on_update(table: str, twins: DualColumns) -> Iterator[str]:
    old, new = (quote_sql(each.name) for each in (twins.old, twins.new))
    for column, changed, value in (
        (
            twins.new,
            f"NEW.{new} IS NOT OLD.{new}",
            f"{old} = {copied(back(twins), twins.old, SQLITE)}",
        ),
        (
            twins.old,
            f"NEW.{new} IS OLD.{new} AND NEW.{old} IS NOT OLD.{old}",
            f"{new} = {copied(forth(twins), twins.new, SQLITE)}",
        ),
    ):
        head = (
            f"CREATE TRIGGER {_name(table, column)} AFTER UPDATE ON {quote_sql(table)}"
        )
        yield _triggered(f"{head}\nWHEN {changed}", table, [value])


def _triggered(head: str, table: str, values: Sequence[str]) -> str:
    apart = f"\n{_INDENT * 2}" if len(values) > 1 else " "
    listed = f",{apart}".join(values)
    update = f"UPDATE {quote_sql(table)} SET{apart}{listed}"
    where = f"{apart[:-4] or ' '}WHERE rowid = NEW.rowid;"
    return "\n".join([head, "BEGIN", f"{_INDENT}{update}{where}", "END"])
