"""What a project is made with, beside its model: a version of a blueprint, and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .blueprints import Blueprint
from .render import Rendering
from .watched import Watched


@dataclass(frozen=True, slots=True)
class Recipe:
    """A blueprint's version, and the answers that a project of it remembers."""

    blueprint: Blueprint
    answers: Mapping[str, Any]  # in Copier's order, without the model

    def rendering(
        self, stored: str, model: Mapping[str, Any], beside: Rendering | None = None
    ) -> Rendering:
        """Return the blueprint over a model, given as its text and as what it says."""
        known = {**self.answers, "bd_model": stored}
        kind = Rendering if self.blueprint.is_ours else Watched
        return kind(model, self.blueprint.folder, known, beside)


def recipe(blueprint: Blueprint) -> Recipe:
    """Return what a project is made with that follows a blueprint."""
    return Recipe(blueprint, blueprint.remembered)
