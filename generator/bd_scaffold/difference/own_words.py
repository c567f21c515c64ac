"""Words of a team's own, then and now: those that changed, and those that came or went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ..model.types import Model
from ..names import first_of
from ..resolve.types import OwnWords
from .change import Change
from .lists import listed, shown

_LONGEST = 40
_NAMED = 3

Declared = Mapping[str, OwnWords | None]
"""The words of the things of one kind, by the things' names."""


def changed_words(
    subject: str, old: OwnWords | None, new: OwnWords | None
) -> Iterator[Change]:
    """Yield the words that both models have and that one thing says otherwise."""
    before, after = _flat(old), _flat(new)
    for word, value in after.items():
        if word in before and before[word] != value:
            then, now = _told(before[word]), _told(value)
            told = f" from {then} to {now}" if then and now else ""
            yield Change(subject, f"{word} changed{told}", "changed")


def words_in_use(old: Model, new: Model) -> Iterator[Change]:
    """Yield the words that a blueprint has no more, and those that it has now."""
    for subject, before in _kinds(old).items():
        after = _kinds(new)[subject]
        if before and after:
            yield from _came_and_went(subject, before, after)


def _came_and_went(subject: str, old: Declared, new: Declared) -> Iterator[Change]:
    before = {word for x in old.values() for word in _flat(x)}
    after = dict.fromkeys(word for x in new.values() for word in _flat(x))
    for word in after:
        if word not in before:
            yield Change(subject, f"{word} added{_values(word, new)}", "added")
    for word in sorted(before - after.keys()):
        yield Change(subject, f"{word} removed", "removed")


def _values(word: str, said: Declared) -> str:
    """Return what most things say, and which say something else."""
    values = {name: _told(_flat(x).get(word)) for name, x in said.items()}
    usual, _ = Counter(values.values()).most_common(1)[0]
    others = [name for name, value in values.items() if value != usual]
    named, more = first_of(others, _NAMED)
    rest = [*named, f"{more} more"] if more else [*named]
    but = f", something else in {listed(rest)}" if rest else ""
    return f" as {usual}{but}" if usual else but


def _kinds(model: Model) -> dict[str, Declared]:
    fields: dict[str, OwnWords | None] = {}
    for entity in model.entities:
        named = [(each.field, each.x) for each in entity.relationships]
        named += [
            (each.field or each.name, each.x)
            for each in model.tables[entity.table].columns
        ]
        fields |= {f"{entity.name}.{name}": x for name, x in named}
    return {
        "project": {model.project.name: model.project.x},
        "areas": {each.name: each.x for each in model.areas},
        "entities": {each.name: each.x for each in model.entities},
        "fields": fields,
    }


def _flat(x: OwnWords | None) -> dict[str, object]:
    """Return words as a design calls them: `x-acme.audited`."""
    return {
        f"x-{namespace.replace('_', '-')}.{word}": value
        for namespace, words in (x or {}).items()
        for word, value in words.items()
    }


def _told(value: object) -> str:
    """Return a value as JSON; nothing where that is too long to tell."""
    text = shown(value)
    return text if len(text) <= _LONGEST else ""
