"""What the foreign key of a relation demands, then and now."""

from __future__ import annotations

from collections.abc import Iterator

from .change import Change
from .declared import Field

_RULES = {
    "KEEP": "keep",
    "RESTRICT": "restrict",
    "CASCADE": "cascade",
    "SET NULL": "set_null",
    "NO ACTION": "no_action",
    "SET DEFAULT": "set_default",
}


def changes(subject: str, old: Field, new: Field) -> Iterator[Change]:
    """Yield what becomes of a row otherwise when the one that it refers to goes or changes."""
    yield from _on_delete(subject, old, new)
    yield from _on_update(subject, old, new)
    for word in ("deferred", "deferrable", "unindexed") if new.target else ():
        before, after = getattr(old, word), getattr(new, word)
        if before != after:
            said = "added" if after else "removed"
            yield Change(subject, f"{word} {said}", "changed")


def _on_delete(subject: str, old: Field, new: Field) -> Iterator[Change]:
    if not new.target or old.on_delete == new.on_delete:
        return
    if not (_is_usual(old) and _is_usual(new)):
        then, now = (_RULES.get(each.on_delete or "", "") for each in (old, new))
        text = f"on_delete changed from {then} to {now}"
        yield Change(subject, text, "changed")


def of_links(subject: str, old: str | None, new: str | None) -> Iterator[Change]:
    """Yield what becomes of links otherwise when the row goes that the other side leads to."""
    if old and new and old != new:
        text = f"on_delete changed from {_RULES[old]} to {_RULES[new]}"
        yield Change(subject, text, "changed")


def _on_update(subject: str, old: Field, new: Field) -> Iterator[Change]:
    if new.target and old.on_update != new.on_update:
        then, now = (
            _RULES.get(each.on_update or "NO ACTION", "") for each in (old, new)
        )
        text = f"on_update changed from {then} to {now}"
        yield Change(subject, text, "changed")


def _is_usual(field: Field) -> bool:
    """True where what happens on delete follows from whether the field is optional."""
    usual = "SET NULL" if field.value.schema.nullable else "RESTRICT"
    return field.on_delete == usual
