"""What the module of an entity's rules is told of the entity, where no field has rules."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from bd_scaffold.model.parts import EntityParts


def parts_of(package: str, singular: str) -> EntityParts:
    """Return an entity of a package that has a name, and nothing else."""
    own = SimpleNamespace(singular=singular)
    resolved = SimpleNamespace(custom=())
    parts = SimpleNamespace(
        package=package, own=own, listed_keys=(), slots=(), resolved=resolved
    )
    return cast("EntityParts", parts)
