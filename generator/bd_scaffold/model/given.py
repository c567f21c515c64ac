"""What operations of the design's own are given and answer, and what jobs are given."""

from __future__ import annotations

from collections.abc import Iterable

from ..record import Record
from ..resolve.types import Schema
from .types import CustomGroup, Jobs


class Given(Record, frozen=True):
    """What operations of the design's own are given, and answer."""

    several: bool = False  # entities at once
    answered: frozenset[str] = frozenset()  # the entities that they answer
    wholes: bool = False  # values of several parts
    bodies: tuple[Schema, ...] = ()
    parameters: tuple[Schema, ...] = ()  # of queries


NOTHING_GIVEN = Given()


def given_of(custom: Iterable[CustomGroup], jobs: Jobs | None = None) -> Given:
    """Return what operations of the design's own are given and answer, and what jobs are given."""
    found = [each for group in custom for each in group.operations]
    values = [value for each in found for value in (*each.input, *each.output)]
    queued = [value for each in jobs.listed for value in each.input] if jobs else []
    return Given(
        several=any(each.answers == "many" for each in found),
        answered=frozenset(each.entity for each in found),
        wholes=any(value.part for value in (*values, *queued)),
        bodies=(
            *(
                value.schema
                for each in found
                for value in (
                    *(each.input if each.operation.body else ()),
                    *each.output,
                )
            ),
            *(value.schema for value in queued),
        ),
        parameters=tuple(
            value.schema
            for each in found
            if each.operation.body is None
            for value in each.input
        ),
    )
