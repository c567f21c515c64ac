"""What building the wheel adds to it: Mermaid from npm, which no commit has.

Where the registry can't be reached, the wheel is built without it, since whoever installs
from a clone may never make a site; `bd-scaffold docs --html` then says what is missing.
A release has to have it: `BD_SCAFFOLD_RELEASE=1` makes that an error.
"""

from __future__ import annotations

import importlib.util
import os
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_INSIDE = "bd_scaffold/site/vendor/mermaid.min.js"


class MermaidHook(BuildHookInterface[Any]):
    """Puts the pinned file into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return  # it is taken from the checkout
        script = _script(Path(self.root))
        try:
            file = _file(script)
        except OSError as error:
            if os.environ.get("BD_SCAFFOLD_RELEASE"):
                raise
            self.app.display_warning(f"The wheel has no Mermaid: {error}")
            return
        build_data["force_include"][str(file)] = _INSIDE


def _file(script: ModuleType) -> Path:
    """Return the pinned file: the checkout's, or one beside it that can't be written to."""
    if not script.is_there():
        content = script.fetched()
        try:
            script.keep(content)
        except OSError:
            file = Path(tempfile.mkdtemp()) / "mermaid.min.js"
            file.write_bytes(content)
            return file
    return Path(script.VENDORED)


def _script(root: Path) -> ModuleType:
    path = root / "scripts" / "vendor_mermaid.py"
    spec = importlib.util.spec_from_file_location("vendor_mermaid", path)
    if spec is None or spec.loader is None:
        raise OSError(f"{path} is not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
