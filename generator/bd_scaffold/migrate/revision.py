"""A revision of Alembic as the text of its file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model.python import exclusions, word_indexes
from ..model.python.migration import (
    BY_ENGINE,
    ENUM_TYPE,
    EXPOSE,
    IS_POSTGRESQL,
    ON_SQLITE_ALONE,
    PROTECT,
)
from ..names import python_string as quoted
from ..names import snake
from ..record import Record
from .body import body
from .computed import made_again
from .destructive import guards
from .functions import functions
from .history import FOLDER, History
from .native_operations import OnTypes, said_beside, said_of
from .operations import (
    AddColumn,
    AddConstraint,
    AlterColumn,
    ChangeDefault,
    ChangeEngine,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropTable,
    DropView,
    KeepInStep,
    LetGo,
    ListedValues,
    Normalise,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameTable,
    RenameValues,
    Seal,
    undone,
)
from .sealing import SEAL
from .standin import with_stand_ins
from .steps import TwoSteps

_LONGEST_SLUG = 60
_LONGEST_IDENTIFIER = 32
"""What Alembic's own table holds."""

_JOINED = "Join the migrations of two branches"
_HELPERS = {
    "_refuse": '''
def _refuse(rows: str, count: str) -> None:
    """Stop, before anything has changed, where rows would be invalid."""
    if op.get_context().as_sql:
        return
    found = op.get_bind().execute(sa.text(count)).scalar_one()
    if found:
        way_out = "Correct them, or write above this line what they get instead, as"
        example = "`bd-scaffold update --fill ENTITY.FIELD=VALUE` does"
        raise RuntimeError(f"{found} {rows}. {way_out} {example}; nothing has changed.")
''',
    "_fill": '''
def _fill(rows: sa.TableClause, column: str, value: object) -> None:
    """Give a value to all rows that have none."""
    op.execute(rows.update().where(rows.c[column].is_(None)).values({column: value}))
''',
    "_fill_each": '''
def _fill_each(rows: sa.TableClause, column: str, make: Callable[[], object]) -> None:
    """Give each row that has no value one of its own, a thousand rows at a time."""
    if op.get_context().as_sql:
        raise RuntimeError(f"Each {column} is made row by row: run this without --sql.")
    key = [each for each in rows.c if each.name != column]
    one = [each == sa.bindparam(f"key_{each.name}") for each in key]
    update = rows.update().where(*one).values({column: sa.bindparam("made")})
    connection = op.get_bind()
    found = connection.execute(sa.select(*key).where(rows.c[column].is_(None))).all()
    for start in range(0, len(found), 1000):
        values = [
            {f"key_{each.name}": part for each, part in zip(key, row, strict=True)}
            | {"made": make()}
            for row in found[start : start + 1000]
        ]
        connection.execute(update, values)
''',
    "_count_on": '''
def _count_on(table: str, column: str) -> None:
    """Let a column's sequence go on from the rows that are there."""
    quote = op.get_context().dialect.identifier_preparer.quote
    sequence = sa.func.pg_get_serial_sequence(quote(table), column)
    rows = sa.table(table, sa.column(column, sa.BigInteger()))
    following = sa.func.coalesce(sa.func.max(rows.c[column]), 0) + 1
    move = sa.select(sa.func.setval(sequence, following, sa.false()))
    op.execute(move.select_from(rows))
''',
    "_seal": SEAL,
    "_need_extension": exclusions.NEED_EXTENSION,
    "_exclude": exclusions.EXCLUDE,
    "_let_overlap": exclusions.LET_OVERLAP,
    "_by_engine": BY_ENGINE,
    "_protect": PROTECT,
    "_expose": EXPOSE,
    "_enum_type": ENUM_TYPE,
    "_on_sqlite": ON_SQLITE_ALONE,
    "_uncast": '''
def _uncast(old: sa.Date | sa.DateTime, new: sa.Date | sa.DateTime) -> Any:
    """Return a type without SQLite's cast to it, which would leave a year alone."""
    return old.with_variant(new, "postgresql", "sqlite")
''',
    "_rename_not_null": '''
def _rename_not_null(table: str, names: list[tuple[str, str]]) -> None:
    """Rename the constraints that PostgreSQL makes of NOT NULL since version 18."""
    if not _is_postgresql():
        return
    for old, new in names:
        op.execute(
            f"DO $$ BEGIN ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}; "
            "EXCEPTION WHEN undefined_object THEN NULL; END $$"
        )
''',
    "_is_postgresql": IS_POSTGRESQL,
    **word_indexes.HELPERS,
}
_STANDARD = {
    "base64.": "import base64",
    "dt.": "import datetime as dt",
    "hmac.digest": "import hmac",
    "itertools.": "import itertools",
    "json.dumps": "import json",
    "os.urandom": "import os",
    "secrets.": "import secrets",
    "uuid.": "import uuid",
    "Callable": "from collections.abc import Callable",
    "Any:": "from typing import Any",
    "Any)": "from typing import Any",
}


_AFTER_DEPLOYMENT = "after_deployment = True  # the code is ready without it"
"""What the readiness of a project looks for, in revisions that may still be to come."""


class Revision(Record, frozen=True):
    """A file to write: its place in the history, its path, its text."""

    identifier: str
    path: str
    text: str
    step: str = ""  # "expand" or "contract", where there are two


def revision(
    operations: Sequence[Operation] | TwoSteps,
    history: History,
    *,
    summary_hint: str | None = None,
    merging: Sequence[str] = (),
) -> tuple[Revision, ...]:
    """Return the revisions that run operations after a history's head, or after `merging` heads.

    Of two steps, the new code can run after the first one, and the old code until the last.
    Indexes that are made without keeping writers waiting stand in a revision of their own,
    since they can't be made within a transaction.
    """
    steps = _steps(operations)
    parents: Sequence[str] = merging or [each for each in [history.head] if each]
    made: list[Revision] = []
    parts = [(step, part) for step, o in steps for part in _transactions(o)]
    if not parts and len(parents) > 1:
        parts = [(steps[0][0], ())]  # nothing is left to do but to join the heads
    for step, part in parts:
        number = history.next_number + len(made)
        hint = summary_hint if not made else None
        made.append(_revision(part, number, parents, hint, step))
        parents = [made[-1].identifier]
    return tuple(made)


def _steps(
    operations: Sequence[Operation] | TwoSteps,
) -> tuple[tuple[str, tuple[Operation, ...]], ...]:
    if isinstance(operations, TwoSteps):
        return (("expand", operations.expand), ("contract", operations.contract))
    running = (each for each in operations if not isinstance(each, ChangeEngine))
    return (("", tuple(running)),)


def _transactions(operations: Sequence[Operation]) -> Iterator[Sequence[Operation]]:
    together = [each for each in operations if not _is_concurrent(each)]
    apart = [each for each in operations if _is_concurrent(each)]
    return (part for part in (together, apart) if part)


def _is_concurrent(operation: Operation) -> bool:
    return isinstance(operation, CreateIndex) and operation.concurrently


def _revision(
    operations: Sequence[Operation],
    number: int,
    parents: Sequence[str],
    hint: str | None,
    step: str,
) -> Revision:
    said = hint or summary(operations) if operations else _JOINED
    slug = re.sub(r"[^a-z0-9]+", "_", _snake_words(said))[:_LONGEST_SLUG].strip("_")
    name = f"{number:04}_{slug}"
    path = f"{FOLDER}/{name}.py"
    # Two branches may both write a number's revision, so the number alone names none.
    identifier = name[:_LONGEST_IDENTIFIER].rstrip("_")
    after = step == "contract"
    text = _text(operations, identifier, parents, said, after_deployment=after)
    return Revision(identifier, path, text, step)


def _snake_words(text: str) -> str:
    """Return a sentence's words in lower case, the names of entities in their parts."""
    return " ".join(snake(word) or word for word in re.findall(r"[A-Za-z0-9_]+", text))


def summary(operations: Sequence[Operation]) -> str:
    """Return what operations do, in one short sentence without its full stop."""
    first = [o for o in operations if isinstance(o, KeepInStep)]
    told = [o for o in (*first, *operations) if not _is_of_twins(o, operations)]
    again = made_again(operations)
    said = list(dict.fromkeys(w for o in told for w in again.get(o, _words(o))))
    said = said or list(dict.fromkeys(e for o in operations for e in _small_words(o)))
    return said[0] if len(said) == 1 else f"{said[0]}, and {len(said) - 1} more"


def _is_of_twins(operation: Operation, operations: Sequence[Operation]) -> bool:
    """True of what only makes room for a column's twin."""
    return isinstance(operation, AlterColumn) and any(
        operation.new.name in (twins.old.name, twins.new.name)
        for each in operations
        if isinstance(each, KeepInStep | LetGo) and each.table == operation.table
        for twins in each.twins
    )


def _words(operation: Operation) -> Iterator[str]:
    match operation:
        case CreateTable(table):
            yield f"Add {table.name}"
        case DropTable(table):
            yield f"Remove {table.name}"
        case AddColumn(table, _, column, _, None):
            yield f"Add {table}.{column.name}"
        case DropColumn(table, _, column):
            yield f"Remove {table}.{column.name}"
        case AlterColumn(table, _, old, new) if old.stores_like(new):
            yield f"Change the default of {table}.{new.name}"
        case AlterColumn(table, _, _, new):
            yield f"Change {table}.{new.name}"
        case Seal(table, _, column, _, new) if not operation.once:
            yield f"{'Encrypt' if new else 'Decrypt'} {table}.{column.name}"
        case ChangeDefault(table, column):
            yield f"End the default of {table}.{column.name}"
        case _:
            yield from _words_of_names(operation)


def _words_of_names(operation: Operation) -> Iterator[str]:
    match operation:
        case RenameTable(_, old, new):
            yield f"Rename {old} to {new}"
        case RenameColumn(_, table, old, new):
            yield f"Rename {table}.{old} to {new}"
        case RenameValues(_, _, enum, _):
            yield f"Rename values of {enum}"
        case ListedValues(_, _, column, values) if values:
            yield f"Rename values of {column.enum}"
        case OnTypes():
            yield from said_of(operation)
        case KeepInStep(table, twins):
            for each in twins:
                yield f"Keep {table}.{each.old.name} and {each.new.name} in step"
        case DropView(view):
            yield f"End the view {view}"
        case _:
            pass


def _small_words(operation: Operation) -> Iterator[str]:
    """Yield what names a revision where nothing larger does."""
    match operation:
        case OnTypes():
            yield from said_beside(operation)
        case CreateIndex(table, index):
            yield f"Index {table} by {' and '.join(index.columns)}"
        case DropIndex(table, index):
            yield f"Index {table} by {' and '.join(index.columns)} no more"
        case AddConstraint(table) | DropConstraint(table) | RenameConstraint(table):
            yield f"Change the rules of {table}"
        case ListedValues(table, _, column):
            yield f"Change the values of {table}.{column.name}"
        case Normalise(table, column):
            yield f"Rewrite {table}.{column.name}"
        case RenameIndex(table):
            yield f"Rename indexes of {table}"
        case _:
            pass


def _text(
    operations: Sequence[Operation],
    identifier: str,
    parents: Sequence[str],
    said: str,
    *,
    after_deployment: bool = False,
) -> str:
    back = with_stand_ins(undone(tuple(operations)))
    up = body(operations, guards(operations))
    down = body(back, guards(back))
    code = [
        *functions("upgrade", up),
        *functions("downgrade", down, _gone(back)),
    ]
    used = "\n".join(code)
    helpers = []
    for name, text in _HELPERS.items():
        if f"{name}(" in used:
            helpers.append(text)
            used += text  # which may use one of those below
    imports = list(_imports(used))
    return "\n".join(
        [
            f'"""{said}."""',
            "",
            *imports,
            *([""] if imports else []),
            f"revision = {quoted(identifier)}",
            f"down_revision = {_down(parents)}",
            "branch_labels = None",
            "depends_on = None",
            *([_AFTER_DEPLOYMENT] if after_deployment else []),
            *code,
            *(line for text in helpers for line in ["", *text.rstrip().split("\n")]),
            "",
        ]
    )


def upgrade_of(operations: Sequence[Operation]) -> str:
    """Return a module that only runs operations, which are no part of any history."""
    return _text(operations, "", [], "")


def _down(parents: Sequence[str]) -> str:
    if not parents:
        return "None"
    if len(parents) == 1:
        return quoted(parents[0])
    return f"({', '.join(map(quoted, parents))})"


def _gone(back: Sequence[Operation]) -> list[str]:
    """Return a docstring that says what a downgrade can't bring back."""
    tables = [o.table.name for o in back if isinstance(o, CreateTable)]
    columns = [
        f"{o.table}.{o.column.name}"
        for o in back
        if isinstance(o, AddColumn) and o.copy is None and not o.column.computed
    ]
    if not tables and not columns:
        return []
    gone = " and ".join([*tables, *columns][:2])
    if len(tables) + len(columns) > 2:
        gone = f"{gone} and the rest"
    return [f'    """Bring {gone} back, without what stood there."""']


def _imports(used: str) -> Iterator[str]:
    standard = [
        *dict.fromkeys(line for name, line in _STANDARD.items() if name in used)
    ]
    yield from sorted(standard, key=lambda line: line.startswith("from"))
    if standard:
        yield ""
    if "sa." in used:
        yield "import sqlalchemy as sa"
    if "op." in used:
        yield "from alembic import op"
    if "postgresql." in used:
        yield "from sqlalchemy.dialects import postgresql"
