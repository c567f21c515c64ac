"""The exclusion constraints of an entity's table, and what of PostgreSQL's they need."""

from __future__ import annotations

from collections.abc import Iterator

from ..resolve import exclusions
from ..resolve.resolved import ResolvedEntity
from ..resolve.slots import dividing
from ..resolve.uniques import columns_of, properties_of
from .types import Constraint


def exclusions_of(entity: ResolvedEntity) -> Iterator[Constraint]:
    """Yield what keeps the rows of an entity from overlapping."""
    types = {slot.column: slot.schema.type for slot in entity.slots}
    nullable = {slot.column for slot in entity.slots if slot.schema.nullable}
    for each in entity.written.exclude:
        same = columns_of(each.fields, entity.slots)
        period = columns_of(each.period, entity.slots)
        shared = " and ".join(properties_of(same, entity.slots))
        usual = f"There is one {f'with this {shared} ' if shared else ''}in that period already."
        yield Constraint(
            name=exclusions.usual_name(entity, each),
            kind="exclude",
            columns=(*dividing(entity.slots), *same, *period),
            message=each.message or usual,
            period=period,
            range=exclusions.range_of(types[period[0]], each.bounds),
            bounds=each.bounds,
            where=exclusions.where(entity, each),
            open_ends=tuple(each for each in period if each in nullable),
        )
