"""Files: they belong to rows, and stand nowhere else in a design."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..language.design import Design, FieldType
from ..language.files import FILE
from ..language.finding import Finding
from ..language.tree import Path
from ..resolve import Resolved

_HINT = "Write it at an entity, whose rows have files, or say `url` or `bytes`."


def rule(resolved: Resolved) -> Iterator[Finding]:
    """No part of a value, and nothing that an operation takes or answers, is a file."""
    for place, fields in _elsewhere(resolved.design):
        for name, field in fields.items():
            if field.type == FILE:
                at = (*place, name)
                message = "A file belongs to a row, and here is none."
                yield Finding((*at, "type"), "BD1005", message, _HINT, at)


def _elsewhere(design: Design) -> Iterator[tuple[Path, Mapping[str, FieldType]]]:
    for name, each in design.types.items():
        yield ("types", name, "fields"), each.fields
    for name, called in design.operations.items():
        for word, said in (("input", called.input), ("output", called.output)):
            if isinstance(said, Mapping):
                yield ("operations", name, word), said
    for version, older in design.api.versions.items():
        yield ("api", "versions", version, "had"), older.had
