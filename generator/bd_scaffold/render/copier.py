"""The one door to Copier: it answers a blueprint's own questions as it always does.

It is given a copy of the blueprint whose only output are the answers.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from ..record import Record
from ..sources.compiled import ANSWERS
from ..sources.copier_config import CopierConfig
from ..sources.stack import BlueprintError
from . import limits

_REQUIRED = re.compile(r'Question "(\w+)" is required')
_INVALID = re.compile(r"Validation error for question '(\w+)': (.*)", re.DOTALL)
_OURS = ("_commit", "_src_path", "bd_model")


class AnswerError(BlueprintError):
    """A question of a blueprint's has no answer, or one that it does not take."""


class Answered(Record, frozen=True):
    """The answers to a blueprint's own questions."""

    remembered: Mapping[str, Any]  # what a project keeps, in Copier's order
    seen: Mapping[str, Any]  # what templates know, by name


def answer(
    blueprint: Path,
    config: CopierConfig,
    stored: str,
    earlier: Mapping[str, Any],
    given: Mapping[str, Any],
    *,
    ask: bool,
    trust: bool,
) -> Answered:
    """Answer a blueprint's questions: as given, as earlier, by default, or by asking somebody."""
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as name:
        source, made = Path(name, "asked"), Path(name, "project")
        _lay(blueprint, config, source)
        made.mkdir()
        if earlier:
            kept = {each: earlier[each] for each in earlier if each not in _OURS}
            (made / ANSWERS).write_text(
                yaml.safe_dump(kept, sort_keys=False), encoding="utf-8"
            )
        data = {"bd_model": stored, "files": [], **given}
        _run(source, made, data, ask=ask, trust=trust)
        found = json.loads((made / "answers.json").read_bytes())
    remembered = {
        name: value
        for name, value in found["remembered"].items()
        if name not in _OURS and name in config.questions
    }
    return Answered(remembered, found["seen"])


def _lay(blueprint: Path, config: CopierConfig, folder: Path) -> None:
    """Make a folder the blueprint with one output, which says the answers."""
    unwanted = shutil.ignore_patterns(".git", "template")
    shutil.copytree(blueprint, folder, symlinks=True, ignore=unwanted)
    lines = (
        f'{{% if {name} is defined %}}{{% set _ = seen.update({{"{name}": {name}}}) %}}'
        "{% endif %}\n"
        for name in config.questions
    )
    text = (
        "{% set seen = {} %}\n",
        *lines,
        '{{ {"remembered": _copier_answers, "seen": seen} | to_json }}\n',
    )
    (folder / "template").mkdir()
    (folder / "template" / "answers.json.jinja").write_text(
        "".join(text), encoding="utf-8"
    )


def _run(
    source: Path, made: Path, data: dict[str, Any], *, ask: bool, trust: bool
) -> None:
    import copier
    from copier.errors import CopierAnswersInterrupt

    try:
        with warnings.catch_warnings(), limits.limited(limits.SECONDS, limits.ROOM):
            warnings.simplefilter("ignore")
            copier.run_copy(
                str(source),
                made,
                data=data,
                defaults=not ask,
                quiet=True,
                unsafe=trust,
                skip_tasks=True,
                overwrite=True,
            )
    except CopierAnswersInterrupt as error:
        raise KeyboardInterrupt from error
    except Exception as error:  # whatever it is, a question made it
        raise AnswerError(_said(error)) from error


def _said(error: Exception) -> str:
    text = str(error).strip()
    if match := _REQUIRED.fullmatch(text):
        return (
            f"the blueprint asks {match[1]}, which has no answer yet: "
            f"give `--data {match[1]}=…`"
        )
    if match := _INVALID.fullmatch(text):
        why = " ".join(match[2].split())
        return f"the answer to {match[1]} is not one: {why}; give `--data {match[1]}=…`"
    return f"the blueprint's questions can't be answered: {' '.join(text.split())}"
