"""Words of a team's own: each is of a namespace in use, and what its schema allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..diagnostics import did_you_mean, one_of
from ..language.finding import Finding
from ..language.namespace import LEVELS, Json, Namespace, filled
from ..language.tree import Path
from ..language.validator import Problem, problems, unseen_texts
from ..record import Record
from ..resolve import Resolved
from .finding import listed


class _Place(Record, frozen=True):
    """A mapping that may have such words, and those that it has."""

    path: Path
    level: str
    said: Mapping[str, Any]
    subject: Path = ()  # where it would stand, if that is not where it is missed


def rule(resolved: Resolved) -> Iterator[Finding]:
    """What stands under `x-NAME` is what a blueprint in use has words for."""
    design = resolved.design
    known = [each.key for each in design.namespaces]
    told: set[str] = set()
    for place in _places(resolved):
        for key in place.said:
            close = did_you_mean(key, known)
            if key not in known and (close or key not in told):
                yield _unknown(place, key, close, known)
                told.add(key)  # where its blueprint is missing, once says it all
        for namespace in design.namespaces:
            yield from _own(place, namespace)


def _places(resolved: Resolved) -> Iterator[_Place]:
    design = resolved.design
    yield _Place((), "project", design.own)
    for name, area in design.areas.items():
        yield _Place(("areas", name), "area", area.own)
    if not design.areas:
        homes = {each.area: name for name, each in design.entities.items() if each.area}
        for area_name, name in homes.items():
            path: Path = ("entities", name, "area")
            yield _Place(path, "area", {}, subject=("areas", area_name))
    for name, entity in design.entities.items():
        yield _Place(("entities", name), "entity", entity.own)
    for written in resolved.fields:
        yield _Place(written.path(), "field", written.source.own)


def _unknown(place: _Place, key: str, close: str, known: Iterable[str]) -> Finding:
    hint = "Give the blueprint that has them with `--blueprint ADDRESS`."
    out = close or f"{one_of(known)} {hint}".strip()
    message = "No blueprint in use has such words."
    return Finding((*place.path, key), "BD121", message, out)


def _own(place: _Place, namespace: Namespace) -> Iterator[Finding]:
    key, schema = namespace.key, namespace.levels.get(place.level)
    if key not in place.said and not (schema and schema.get("required")):
        return  # all that it would say is the defaults, which are sound
    value = place.said.get(key, {})
    path = (*place.path, key)
    if schema is None:
        levels = [f"in {LEVELS[each]}" for each in namespace.levels]
        message = f"There are no such words in {LEVELS[place.level]}."
        hint = f"They are allowed {listed(levels)}." if levels else ""
        yield Finding(path, "BD122", message, hint)
    elif not isinstance(value, dict):
        yield Finding(
            path, "BD124", "This is not a mapping.", _form(place, key, schema)
        )
    else:
        hint = _form(place, key, schema)
        for each in (*unseen_texts(value), *problems(schema, filled(schema, value))):
            yield _finding(place, key, each, hint)


def _finding(place: _Place, key: str, problem: Problem, form: str) -> Finding:
    inner = (key, *problem.path)
    parts = inner[:-1] if problem.code == "BD122" else inner
    is_bare = problem.code == "BD123" and not problem.path
    return Finding(
        (*place.path, *inner),
        problem.code,
        problem.message,
        form if is_bare else problem.hint,
        (*(place.subject or place.path), *parts),
    )


def _form(place: _Place, key: str, schema: Json) -> str:
    """Return the hint that says how the words of a place are written."""
    words = schema.get("required") or list(schema["properties"])[:1]
    if not words:
        return ""
    written = f"{key}: {{{', '.join(f'{word}: …' for word in words)}}}"
    if place.level == "area":
        written = f"{(place.subject or place.path)[-1]}: {{entities: […], {written}}}"
    return f"Write `{written}`."
