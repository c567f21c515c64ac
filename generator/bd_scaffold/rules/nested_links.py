"""Relations of many to many under the paths of rows, and their other sides."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.finding import Finding
from ..resolve import Resolved
from ..resolve.fields import Field
from .finding import about
from .through import by_one_parameter


def link(resolved: Resolved, written: Field) -> Iterator[Finding]:
    """A list of keys is in the JSON, or under the path."""
    field = written.source
    if field.nested and field.unlisted:
        message = "There is no list of keys that lists could leave out."
        yield about(written, "BD207", message, "Leave one of them out.", "unlisted")
    yield from by_one_parameter(resolved, written)


def mirror(resolved: Resolved, written: Field) -> Iterator[Finding]:
    """The other side says nothing of the table, and stands under a path as the first one does."""
    field = written.source
    there = f"{field.type}.{field.by}"
    for word in (each for each in _OF_THE_TABLE if getattr(field, each)):
        message = f'"{word}" belongs to the side that has the table.'
        yield about(written, "BD206", message, f"Write it at {there}.", word)
    declared = resolved.entities[field.type].fields[str(field.by)]
    yield from by_one_parameter(resolved, written)
    if declared.kind == "through" and field.on_delete:
        entity = declared.source.through[0]
        message = f'"on_delete" is for {entity}\'s rows.'
        yield about(written, "BD206", message, "Leave it out.", "on_delete")
    if declared.kind == "link" and not declared.source.nested:
        message = f"{there} is a list of keys, which is written from that side alone."
        hint = f"Write {written.entity_name}[] nested there."
        yield about(written, "BD301", message, hint, "by")
    others = [
        name
        for name, each in written.entity.fields.items()
        if (each.type, each.by) == (field.type, field.by)
    ]
    if written.name != others[0]:
        message = f"{others[0]} is the other side of {there} already."
        yield about(written, "BD306", message, "Keep one of the two.", "by")


_OF_THE_TABLE = (
    *("unique", "index", "to", "on_update", "readonly", "writeonly"),
    *("internal", "immutable", "link", "unlisted", "nested", "through"),
    *("deferred", "deferrable", "unindexed"),
)
