"""What older versions of the API call entities and properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..language.api_versions import OlderVersion
from .naming import usual_path, usual_plural
from .resolved import ResolvedEntity
from .slots import Slot


def path_then(own: ResolvedEntity, said: OlderVersion) -> str:
    """Return the path of an entity's list in an older version."""
    if own.name in said.paths:
        return f"/{said.paths[own.name]}"
    called = said.called.get(own.name)
    return usual_path(usual_plural(called)) if called else own.names.path


def names_then(
    slots: Iterable[Slot], field: str, then: str
) -> Iterator[tuple[str, str]]:
    """Yield the properties of a field, `customer_id`, each with its name of then."""
    for slot in slots:
        if slot.field_name == field:
            yield slot.name, then + slot.name.removeprefix(field)
