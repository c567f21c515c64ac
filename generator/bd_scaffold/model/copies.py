"""Tables with copies of an entity's rows as they were, which capabilities have beside its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..features.tables import Copies
from ..language.files import FILE
from ..names import python_string
from ..record import replace
from ..resolve import ResolvedEntity
from ..resolve.derived import copies_index, copies_table
from ..resolve.slots import Slot, is_encrypted
from .added_tables import columns_of
from .constraints import checks, policies_of, primary_key
from .python.tables import table_python
from .types import Column, Constraint, Table


def copies_of(entity: ResolvedEntity, own: Sequence[Column], copies: Copies) -> Table:
    """Return the table; `own` are the columns of the entity's.

    A copy is what a row was, whatever rows have to be today: it holds to no rule but that an
    enum's values are those of the enum, since they are read as such.
    """
    name = copies_table(entity.names.table, copies.name)
    kept = [
        (slot, column)
        for slot, column in zip(entity.slots, own, strict=True)
        if is_copied(slot)
    ]
    columns = (*columns_of(copies.columns), *(_copied(each) for _, each in kept))
    slots = [slot for slot, _ in kept]
    key = [each.name for each in copies.columns if each.primary]
    constraints = (primary_key(name, key), *_values(name, slots))
    indexes = (copies_index(entity, copies),)
    policies = policies_of(slots)
    python = table_python(name, columns, constraints, indexes, policies)
    return Table(
        name=name,
        entity="",
        link="",
        columns=columns,
        constraints=constraints,
        indexes=indexes,
        python=python,
        policies=policies,
        copies=entity.name,
        called=copies.name,
    )


def is_copied(slot: Slot) -> bool:
    """Tell whether copies have a column: none that is held encrypted, or that nobody reads."""
    if slot.added is not None:
        return not slot.added.stands_for
    source = slot.source
    if source is not None and (source.writeonly or source.type == FILE):
        return False  # of a file, what it was is gone with it
    return not is_encrypted(slot)


def left_out(entity: ResolvedEntity) -> tuple[str, ...]:
    """Return the columns that copies of an entity's rows don't have, where there are copies."""
    if not any(feature.copies for feature in entity.features):
        return ()
    return tuple(slot.column for slot in entity.slots if not is_copied(slot))


def copies_names(entity: ResolvedEntity) -> tuple[str, ...]:
    """Return as arguments what the table of copies and its index are called.

    Nothing where they have room for the usual names, which the code makes itself.
    """
    for feature in entity.features:
        if feature.copies is not None:
            usual = f"{entity.names.table}_{feature.copies.name}"
            table = copies_table(entity.names.table, feature.copies.name)
            index = copies_index(entity, feature.copies).name
            said = (("table", usual, table), ("index", f"ix_{usual}", index))
            return tuple(
                f"{word}={python_string(name)}"
                for word, whole, name in said
                if name != whole
            )
    return ()


def _copied(column: Column) -> Column:
    """Return a column of copies: what was not there then is null, and nothing fills it."""
    return replace(
        column,
        nullable=True,
        primary=False,
        default=None,
        on_update=None,
        numbered=False,
        server_default=None,
        computed=None,
        existing=(),
        existing_value="",
    )


def _values(table: str, slots: Sequence[Slot]) -> Iterator[Constraint]:
    return (each for each in checks(table, slots) if each.enum)
