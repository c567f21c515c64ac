"""Rendering a blueprint in memory: the files that `copier copy` would write, without Copier.

The environment is the one Copier makes from the blueprint's `copier.yml`, so the same
templates serve both; a test holds the two outputs against each other byte by byte.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from bd_scaffold.emit.tree import Tree, check_paths

if TYPE_CHECKING:
    from jinja2 import FileSystemBytecodeCache
    from jinja2.sandbox import SandboxedEnvironment

FILES = "files.json.jinja"

# The lists of the model that a manifest's row may be `each` of, and the name under which
# a template then sees its item.
_ITEMS = {
    "areas": "area",
    "entities": "entity",
    "decisions": "decision",
    "retired": "retired",
}


class Row(TypedDict):
    """One file of the output, as the manifest lists it."""

    path: str
    template: str
    each: str
    index: int


def render(
    model: Mapping[str, Any], blueprint: Path, answers: Mapping[str, str]
) -> Tree:
    """Return every file that the blueprint makes of the model.

    `answers` are what Copier remembers: `_commit`, `_src_path` and `bd_model`.
    """
    rendering = Rendering(model, blueprint, answers)
    return {row["path"]: rendering.text(row) for row in rendering.rows}


class Rendering:
    """A blueprint over a model, before anything is rendered but the list of files."""

    def __init__(
        self, model: Mapping[str, Any], blueprint: Path, answers: Mapping[str, str]
    ) -> None:
        self.model = model
        self._environment = _environment(blueprint)
        self._everywhere = {
            "model": model,
            "bd_model": answers["bd_model"],
            "_copier_answers": answers,
        }
        files = self._environment.get_template(FILES).render(self._everywhere)
        self.rows: list[Row] = json.loads(files)
        check_paths(row["path"] for row in self.rows)

    def text(self, row: Row) -> str:
        """Return the file that a row stands for."""
        template = self._environment.get_template(row["template"])
        return template.render(self._everywhere, **_scope(self.model, row))

    def item(self, row: Row) -> Any:
        """Return the item of the model that a row is for, or nothing."""
        return self.model[row["each"]][row["index"]] if row["each"] in _ITEMS else None


def _environment(blueprint: Path) -> SandboxedEnvironment:
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(
        loader=FileSystemLoader(blueprint),
        extensions=["jinja2_ansible_filters.AnsibleCoreFiltersExtension"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_compiled_templates(),
        auto_reload=False,
        cache_size=-1,
    )


def _compiled_templates() -> FileSystemBytecodeCache | None:
    """Return where compiled templates are kept: compiling them costs as much as the rest.

    None where the folder for temporary files is not to be trusted, or not to be written to.
    """
    from jinja2 import FileSystemBytecodeCache

    try:
        return FileSystemBytecodeCache(pattern=f"{version('jinja2')}_%s.cache")
    except (OSError, RuntimeError):
        return None


def _scope(model: Mapping[str, Any], row: Row) -> dict[str, Any]:
    """Return the names beside `model` that the row's template sees."""
    scope: dict[str, Any] = dict.fromkeys(_ITEMS.values())
    if row["each"] in _ITEMS:
        scope[_ITEMS[row["each"]]] = model[row["each"]][row["index"]]
    return scope
