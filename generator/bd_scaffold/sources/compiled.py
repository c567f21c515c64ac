"""`.bd/model.yaml`: the compiled design, which Copier reads when it updates a project.

It holds the model only where that is not the one in Copier's answers: from compiling a changed
design until the project is updated.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import yaml

from ..record import Record

DESIGN = "design.yaml"
OWN_CONTRACT = "openapi.own.yaml"
COMPILED = ".bd/model.yaml"
ANSWERS = ".copier-answers.yml"
SAID = (DESIGN, OWN_CONTRACT)
"""What a team says, of which the rest is made."""

# The C loader reads the same values ten times as fast; not every PyYAML has it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UnfitDesignError(Exception):
    """A design holds a value that Copier, which reads plain YAML, can't read."""


def compiled(
    design: bytes, model: str, revisions: Sequence[str] = (), stored: str = ""
) -> str:
    """Return the file's text for a design's text and its model's text.

    `revisions` are the paths of the migrations that lead to this model from the last one.
    The model is left out where it is the one that is `stored` in Copier's answers.
    """
    parts = [
        "# Written by `bd-scaffold compile` from design.yaml: never by hand.\n",
        f"design_sha: {design_sha(design)}\n",
        f"revisions: {json.dumps(list(revisions))}\n" if revisions else "",
    ]
    if model != stored:
        indented = model.rstrip("\n").replace("\n", "\n  ")
        parts += ["model: |\n  ", indented, "\n"]
    return "".join(parts)


class Compilation(Record, frozen=True):
    """What a compiled file says; nothing where there is nothing to see."""

    design_sha: str
    model: str  # its text; nothing where Copier's answers have it
    revisions: tuple[str, ...]  # the paths of the migrations that lead to it


def parsed(text: bytes) -> Compilation:
    """Return what a compiled file says."""
    values = values_of(text)
    found = values if isinstance(values, dict) else {}
    sha, model, paths = map(found.get, ("design_sha", "model", "revisions"))
    return Compilation(
        design_sha=sha if isinstance(sha, str) else "",
        model=model if isinstance(model, str) else "",
        revisions=tuple(map(str, paths)) if isinstance(paths, list) else (),
    )


def values_of(text: bytes) -> Any:
    """Return what a YAML file of ours says, or None where it is not YAML."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - it is a safe loader
    except (ValueError, yaml.YAMLError):
        return None


def design_sha(design: bytes) -> str:
    """Return the fingerprint that the blueprint's `copier.yml` computes of a design.

    It is taken of the values, not of the text, since Copier shows templates no text. So
    a comment changes nothing, and the order of keys does: it orders the output too.
    """
    import hashlib  # loads OpenSSL, which most commands do without

    try:
        values = yaml.load(design, Loader=_Loader)  # noqa: S506 - it is a safe loader
    except (ValueError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise UnfitDesignError(
            f"the design holds a value that needs quotes: {reason}"
        ) from error
    text = json.dumps(values, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> Any:
    """Return a date or the like in the form that Copier's `to_json` gives it."""
    from pydantic_core import to_jsonable_python

    return to_jsonable_python(value)
