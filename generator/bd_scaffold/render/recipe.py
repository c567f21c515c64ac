"""What a project is made with, beside its model: a version of a blueprint, and answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from ..record import Record
from ..sources.blueprints import NOTHING, Blueprint, Saying
from ..sources.copier_config import CopierConfig
from ..sources.stack import BlueprintError
from .render import Rendering
from .sandboxed import Sandboxed
from .tasks import Task, ready


class Recipe(Record, frozen=True):
    """A blueprint's version, and the answers that a project of it remembers."""

    blueprint: Blueprint
    answers: Mapping[str, Any]  # in Copier's order, without the model
    seen: Mapping[str, Any]  # what templates know beside the model, by name
    config: CopierConfig

    def rendering(
        self, stored: str, model: Mapping[str, Any], beside: Rendering | None = None
    ) -> Rendering:
        """Return the blueprint over a model, given as its text and as what it says."""
        folder, known = self.blueprint.folder, {**self.answers, "bd_model": stored}
        if self.blueprint.is_ours:
            return Rendering(model, folder, known, beside)
        extensions = self.config.extensions
        return Sandboxed(model, folder, known, beside, self.seen, extensions)

    def tasks(self, rendering: Rendering, operation: str) -> tuple[Task, ...]:
        """Return the tasks that the blueprint wants run, over what was rendered."""
        if not isinstance(rendering, Sandboxed):
            return ()
        return ready(self.config.tasks, operation, rendering.filled)

    def kept(self, paths: Iterable[str]) -> frozenset[str]:
        """Return which of some files are written once, and never again."""
        return frozenset(each for each in paths if self.config.keeps(each))


def recipe(
    blueprint: Blueprint,
    stored: Callable[[], str],
    earlier: Mapping[str, Any],
    saying: Saying = NOTHING,
    *,
    running: bool = True,
) -> Recipe:
    """Return what a project is made with that follows a blueprint.

    `earlier` is what it remembers already; its model is asked for where a question may.
    Where the blueprint's tasks are not `running`, it may have some.
    """
    from ..sources import copier_config as reading

    config = CopierConfig() if blueprint.is_ours else reading.read(blueprint.folder)
    if not saying.trust:
        _refuse_code(config, running=running)
    _refuse_unknown(saying.data, config)
    if not config.questions:
        return Recipe(blueprint, blueprint.remembered, {}, config)
    from . import copier

    found = copier.answer(
        blueprint.folder,
        config,
        stored(),
        earlier,
        saying.data,
        ask=saying.ask,
        trust=saying.trust,
    )
    answers = {**blueprint.remembered, **found.remembered}
    return Recipe(blueprint, answers, found.seen, config)


def _refuse_code(config: CopierConfig, *, running: bool) -> None:
    found = [each for each in config.runs if running or each.name != "_tasks"]
    if found:
        words = ", ".join(f"{each.name} ({each.place})" for each in found)
        raise BlueprintError(
            f"the blueprint runs code of its own: {words}. Read it, and pass --trust if "
            "you trust who wrote it"
        )


def _refuse_unknown(data: Mapping[str, Any], config: CopierConfig) -> None:
    for name in data:
        if name in config.questions:
            continue
        close = get_close_matches(name, config.questions, 1)
        hint = f'Did you mean "{close[0]}"?' if close else ""
        listed = ", ".join(config.questions)
        known = f"It asks {listed}." if listed else "It asks nothing."
        raise BlueprintError(f"the blueprint does not ask {name!r}. {hint or known}")
