"""`search`: `?q=` looks into the fields of an entity that say so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from ..language.finding import Finding
from ..names import python_string
from ..operation import Operation
from ..record import replace
from .feature import Components, Expected, Feature, Repository, Usage
from .use import Call


def taking(component: str) -> Callable[[Operation], Operation]:
    """Return how lists come to take words to search for, by a parameter of the contract."""

    def operation(each: Operation) -> Operation:
        controls = (*each.controls, component)
        return replace(each, controls=controls) if each.returned == "page" else each

    return operation


def filtering(kind: str) -> Callable[[Usage], Iterator[Call]]:
    """Return what makes the filter of the searched attributes, by its class."""

    def filters(usage: Usage) -> Iterator[Call]:
        yield kind, tuple(map(python_string, usage.modifiers["search"]))

    return filters


def telling(word: str) -> Callable[[Usage, Collection[str]], Iterator[str]]:
    """Return what tells tests which attribute to look into: one that every row has."""

    def resource(usage: Usage, given: Collection[str]) -> Iterator[str]:
        found = [each for each in usage.modifiers["search"] if each in given]
        if found and "list" in usage.written.operations:
            yield f"{word}={python_string(found[0])}"

    return resource


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
    operation=taking("q"),
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
    repository=Repository(
        uses=(("core.db.search", "Search"),), filters=filtering("Search")
    ),
    resource=telling("search"),
    brings=("q",),
)
