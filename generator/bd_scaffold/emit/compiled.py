"""`.bd/model.yaml`: the compiled design, which Copier reads when it updates a project."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import yaml

PATH = ".bd/model.yaml"

# The C loader reads the same values ten times as fast; not every PyYAML has it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def compiled(design: str, model: str) -> str:
    """Return the file's text for a design's text and its model's text."""
    lines = "".join(f"  {line}\n" for line in model.removesuffix("\n").split("\n"))
    return (
        "# Written by `bd-scaffold compile` from design.yaml: never by hand.\n"
        f"design_sha: {design_sha(design)}\n"
        f"model: |\n{lines}"
    )


def design_sha(design: str) -> str:
    """Return the fingerprint that the blueprint's `copier.yml` computes of a design.

    It is taken of the values, not of the text, since Copier shows templates no text. So
    a comment changes nothing, and the order of keys does: it orders the output too.
    """
    values = yaml.load(design, Loader=_Loader)
    text = json.dumps(values, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> Any:
    """Return a date or the like in the form that Copier's `to_json` gives it."""
    from pydantic_core import to_jsonable_python

    return to_jsonable_python(value)
