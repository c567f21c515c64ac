"""`search: english`: `?q=` finds rows by the words in their texts, the best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..language.design import Design, Entity
from ..language.finding import Finding
from ..record import replace
from . import search
from .feature import (
    Components,
    Feature,
    Reasons,
    Repository,
    Usage,
)

_MODULE = "core.db.full_text"
_COMPONENT = "full-text"


def _wanted(design: Design) -> bool:
    said = (each.search for each in design.entities.values())
    return any(each != "parts" for each in (design.api.search, *said) if each)


def _used_by(usage: Usage) -> bool:
    return bool(usage.language and usage.modifiers["search"])


def _rule(name: str, entity: Entity) -> Iterator[Finding]:
    """What is said of a search is of one that there is."""
    place, said = ("entities", name, "search"), entity.search is not None
    if said and "list" not in entity.operations:
        yield Finding(place, "BD436", "There is no list to search.", "Leave it out.")
    elif said and not any(each.search for each in entity.fields.values()):
        hint = "Write `search` on the line of a text, or leave it out."
        yield Finding(place, "BD436", "No field of it is searched.", hint)


def _searched(usage: Usage) -> Iterable[str]:
    return usage.modifiers["search"]


def _form(usage: Usage) -> Feature:
    """Return it without an order, where a cursor goes on in the list's own."""
    if usage.pagination == "page":
        return FEATURE
    return replace(FEATURE, repository=replace(FEATURE.repository, base=None))


_Q = search.FEATURE.components.parameters["q"]

FEATURE = Feature(
    name="full_text",
    said="search: english",
    summary="Lists are searched for words, as a language forms them, the best rows first.",
    reasons=Reasons(
        9108,
        "Full-text search uses an index",
        "People search for words in any of their forms.",
        "PostgreSQL's full-text search with a GIN index, and FTS5 on SQLite.",
        "The cost of a search depends on its matches, not on the size of the "
        "table. The design sets the language of the texts.",
    ),
    used_by=_used_by,
    wanted=_wanted,
    form=_form,
    rule=_rule,
    parameters=("q",),
    classes=("FullText", "RankedPages"),
    worded=_searched,
    operation=search.taking(_COMPONENT),
    components=Components(
        parameters={
            _COMPONENT: {
                **_Q,
                "description": (
                    "Words to search for: a row has each of them, whatever the case of "
                    "letters and their accents; `bol*` stands for all that begin so."
                ),
            }
        }
    ),
    repository=Repository(
        base=("core.db.ranked_pages", "RankedPages"),
        uses=((_MODULE, "FullText"),),
        filters=search.filtering("FullText"),
    ),
    resource=search.telling("words"),
    told=False,
)
