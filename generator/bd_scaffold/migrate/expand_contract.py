"""Two names at once: what leads from one model to another by way of tables that serve both.

A column that is renamed becomes one that goes and one that comes, its twin; a table that is
renamed has a view under its older name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..model.types import Model
from ..names import folded
from ..record import Record, replace
from .casts import cast_of
from .difference import between
from .matches import Match, Models, matches_of, renamed_values
from .names import Names
from .operations import CreateView, DualColumns, Operation, Values
from .refusals import UnsupportedChangeError
from .schema import Schema, Table
from .wholes import needed


class ExpandContract(Record, frozen=True):
    """What leads from one model to another where whatever is renamed has both names for a time."""

    operations: tuple[Operation, ...]
    names: Names  # of what is renamed in place
    at_once: Names  # of all that is renamed, in the end
    twins: Mapping[str, tuple[DualColumns, ...]]  # by the newer name of their table
    views: tuple[CreateView, ...]


def expand_contract(old: Model, new: Model) -> ExpandContract:
    """Return what leads from one model to another by way of tables that serve both.

    Raises `UnsupportedChangeError` where a name would have to mean two things.
    """
    models = Models.of(old, new)
    matches = matches_of(models)
    twins = {match.new.name: tuple(_twins(models, match)) for match in matches}
    refused = [s for match in matches for s in _refusals(models, match, twins)]
    if refused:
        raise UnsupportedChangeError(refused)
    parted = [_parted(match, twins[match.new.name]) for match in matches]
    names = Names.of(parted)
    views = tuple(_view(names, m.old) for m in matches if _is_renamed(m))
    return ExpandContract(
        between(models, parted), names, Names.of(matches), twins, views
    )


def _is_renamed(match: Match) -> bool:
    return match.old.name != match.new.name


def _twins(models: Models, match: Match) -> Iterator[DualColumns]:
    """Yield the columns that can't just be called otherwise, each with its twin.

    In a table with a view they can, unless they hold something else.
    """
    old = {column.name: column for column in match.old.columns}
    new = {column.name: column for column in match.new.columns}
    values = _values_of_columns(models, match)
    for was, name in match.columns.items():
        twins = DualColumns(old[was], new[name], values.get(name, ()))
        seen = _is_renamed(match) and not _is_turned(twins)
        if was != name and not seen:
            yield twins


def _is_turned(twins: DualColumns) -> bool:
    if twins.old.type == twins.new.type:
        return bool(twins.values)
    cast = cast_of(twins.old, twins.new)
    return bool(twins.values) or cast is None or cast.retypes


def _values_of_columns(models: Models, match: Match) -> dict[str, Values]:
    """Return the enum values that get other names, by the newer name of their column."""
    values = renamed_values(models.old, models.new)
    had = {
        match.columns.get(each.columns[0])
        for each in match.old.constraints
        if each.enum
    }
    return {
        each.columns[0]: values.get(each.enum, ())
        for each in match.new.constraints
        if each.enum and each.columns[0] in had
    }


def _refusals(
    models: Models, match: Match, twins: Mapping[str, tuple[DualColumns, ...]]
) -> Iterator[str]:
    if _is_renamed(match):
        yield from _reused(match, models.after)
    for each in twins[match.new.name]:
        yield from _keyed(match, each)
    yield from _counted(match)
    yield from _apart(match, twins[match.new.name])


def _apart(match: Match, twins: Iterable[DualColumns]) -> Iterator[str]:
    """Say which parts of a value one of the codes would not store, and so break its rule."""
    both = {each.old.name for each in twins}
    kept = {old: new for old, new in match.columns.items() if old not in both}
    for table, known in ((match.old, {*kept}), (match.new, {*kept.values()})):
        for check in (each for each in table.constraints if each.origin == "together"):
            parts = needed(check)
            alone = [each for each in parts if each not in known]
            if 0 < len(alone) < len(parts):
                yield (
                    f"{' and '.join(alone)} of {table.name} can't come, go or be renamed while "
                    f"old and new code run, of which one doesn't know it: {check.message} "
                    f"Leave that to a release with a short stop."
                )


def _counted(match: Match) -> Iterator[str]:
    """Say which columns are counted for one code alone: on SQLite, the code counts."""
    kept = {old for old, new in match.columns.items() if old == new}
    for each in (*match.old.columns, *match.new.columns):
        if each.counted and each.name not in kept:
            yield (
                f"{each.subject} can't be counted while old and new code run, of which one "
                f"doesn't know {each.name}. Leave that to a release with a short stop."
            )


def _reused(match: Match, after: Schema) -> Iterator[str]:
    for table in after.tables:
        if table.name == match.old.name:
            yield (
                f"The table {match.old.name} can't be {match.new.subject} for the old code "
                f"and {table.subject} for the new one. Rename it in one release, and give "
                f"its name to {table.subject} in the next."
            )


def _keyed(match: Match, twins: DualColumns) -> Iterator[str]:
    old, new = twins.old.name, twins.new.name
    if old in match.old.key:
        yield (
            f"The key of {match.old.name} can't be {old} and {new} while old and new code "
            f"run. Leave that to a release with a short stop."
        )
    elif folded(old) == folded(new):
        yield (
            f"{twins.new.subject} can't be {old} and {new} while old and new code run, "
            f"which SQLite calls the same. Leave that to a release with a short stop."
        )


def _parted(match: Match, twins: Iterable[DualColumns]) -> Match:
    both = {each.old.name for each in twins}
    kept = {old: new for old, new in match.columns.items() if old not in both}
    return replace(match, columns=kept)


def _view(names: Names, table: Table) -> CreateView:
    columns = (
        (each.name, names.column(table.name, each.name)) for each in table.columns
    )
    return CreateView(table.name, names.table(table.name), tuple(columns))
