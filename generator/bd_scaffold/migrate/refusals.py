"""Changes that no migration can make without losing rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from ..names import folded
from .casts import called, cast_of, is_list_of_same
from .kept import Kept, columns_of
from .matches import Match
from .operations import Operation, Seal
from .schema import Schema, Table
from .sealing import refused


class UnsupportedChangeError(Exception):
    """Changes that no migration can make without losing rows, each in a sentence."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(dict.fromkeys(sentences)))
        self.sentences = tuple(dict.fromkeys(sentences))


def refuse(sentences: Sequence[str]) -> None:
    """Raise `UnsupportedChangeError` where there is anything to say."""
    if sentences:
        raise UnsupportedChangeError(sentences)


def collisions(gone: Iterable[Table], come: Iterable[Table]) -> Iterator[str]:
    """Say which new tables would have the name of one that goes."""
    names = {table.name: table for table in gone}
    for table in come:
        if table.name in names:
            yield (
                f"{table.subject} would be the table {table.name}, which "
                f"{names[table.name].subject} has now. Remove that in one step, and add "
                f"{table.subject} in a second one."
            )


def taken(matches: Iterable[Match], before: Schema) -> Iterator[str]:
    """Say which tables and columns would be called what others of before are."""
    tables = {folded(each.name): each for each in before.tables}
    for match in matches:
        old, new = match.old, match.new
        other = tables.get(folded(new.name))
        if other is not None and other.name != old.name != new.name:
            yield (
                f"{new.subject} would be the table {new.name}, which {other.subject} has "
                f"now. Give that another name in one step, and {new.subject} this one in a "
                f"second one."
            )
        yield from _taken_columns(match)


def _taken_columns(match: Match) -> Iterator[str]:
    """What SQLite calls the same can't come before the other has gone."""
    was = {new: old for old, new in match.columns.items()}
    there = {folded(each.name): each for each in match.old.columns}
    for column in match.new.columns:
        old = was.get(column.name)
        other = there.get(folded(column.name))
        if other is None or other.name == old:
            continue
        if old or column.name != other.name:
            yield (
                f"{column.subject} would be the column {column.name}, which "
                f"{other.subject} is now. Give that another name or remove it in one "
                f"step, and give {column.subject} this one in a second one."
            )


def refusals(kept: Kept, after: Schema, dividing: Collection[str]) -> Iterator[str]:
    """Say what a table that stays can't become; its key may get a part, or lose it."""
    yield from refused(kept)
    for one, other in columns_of(kept).kept:
        retyped = one.type != other.type and cast_of(one, other) is None
        if retyped or not is_list_of_same(one, other):
            yield (
                f"{other.subject} changes from {called(one)} to {called(other)}, which its "
                f"values can't follow by themselves. Add a field of another name, carry the "
                f"values over in a revision of your own, and remove {one.subject} after that."
            )
    if kept.before.numbered != kept.after.numbered:
        numbers = "numbers" if kept.after.numbered else "no longer numbers"
        yield (
            f"The database {numbers} the rows of {kept.after.subject}, which a table does "
            f"from its start or never. Add an entity of another name, carry the rows over "
            f"in a revision of your own, and remove {kept.before.subject} after that."
        )
    elif _own(kept.before, dividing) != _own(kept.after, dividing) and _is_pointed_to(
        kept, after
    ):
        yield (
            f"The key of {kept.after.subject} changes while others point to it. Remove "
            f"the relations to it in one step, change the key, and add them again."
        )


def _own(table: Table, dividing: Collection[str]) -> list[str]:
    return [each for each in table.key if each not in dividing]


def _is_pointed_to(kept: Kept, after: Schema) -> bool:
    return any(
        constraint.target == kept.name
        for table in after.tables
        for constraint in table.constraints
    )


def for_both(operations: Iterable[Operation]) -> Iterator[str]:
    """Say what can't be encrypted for one code and not for the other."""
    for each in operations:
        if isinstance(each, Seal) and not each.once:
            yield (
                f"{each.column.subject} can't be encrypted for the new code and not for the "
                f"old one. Leave that to a release with a short stop."
            )


def two_named(
    column: str, enum: str, values: Sequence[tuple[str, str]]
) -> Iterator[str]:
    """Say why values can't be called otherwise while old and new code run."""
    for old, new in values:
        yield (
            f"{column} can't hold {old} for the old code and {new} for the new one, since "
            f"neither reads what the other writes. Add {new} to {enum} in one release, "
            f"write it from the next one on, and remove {old} in a third."
        )
