"""`search`: `?q=` looks into the fields of an entity that say so."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..language.finding import Finding
from ..names import python_string
from ..operation import Operation
from ..record import replace
from .feature import Call, Components, Expected, Feature, Repository, Usage


def _operation(operation: Operation) -> Operation:
    """Lists take words to search for."""
    if operation.returned != "page":
        return operation
    return replace(operation, controls=(*operation.controls, "q"))


def _filters(usage: Usage) -> Iterator[Call]:
    yield "Search", tuple(map(python_string, usage.modifiers["search"]))


def _resource(usage: Usage, given: Collection[str]) -> Iterator[str]:
    """Tests look into an attribute that every row has."""
    found = [each for each in usage.modifiers["search"] if each in given]
    if found and "list" in usage.written.operations:
        yield f"search={python_string(found[0])}"


def _notes(expected: Expected) -> Iterator[Finding]:
    """A search reads every row."""
    if expected.volume >= _MANY_ROWS:
        message = (
            f"?q= reads all of {expected.volume:,} rows: no index serves ILIKE '%q%'."
        )
        hint = (
            "`search: simple` finds words by an index, and docs/language/search.md says "
            "how PostgreSQL's trigrams find parts of them."
        )
        yield Finding(expected.place, "BD952", message, hint)


_MANY_ROWS = 100_000

FEATURE = Feature(
    name="search",
    said="search",
    summary="Lists can be searched for a part of a text.",
    used_by=lambda usage: bool(usage.modifiers["search"]) and not usage.language,
    notes=_notes,
    parameters=("q",),
    classes=("Search",),
    operation=_operation,
    components=Components(
        parameters={
            "q": {
                "name": "q",
                "in": "query",
                "description": "Words to search for.",
                "schema": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 200,
                    "pattern": r"^[^\x00]*$",
                },
            }
        }
    ),
    repository=Repository(uses=(("core.db.search", "Search"),), filters=_filters),
    resource=_resource,
    brings=("q",),
)
