"""The modules of generated projects that alter SQLite's tables, as their templates have them."""

from __future__ import annotations

import sys
from types import ModuleType

from bd_scaffold.sources import resources

_FOLDER = resources.BLUEPRINT / "fastapi/outputs/migrations"
_PACKAGE = "generated_migrations"


def _loaded(name: str) -> ModuleType:
    template = _FOLDER / f"{name}.py.jinja"
    module = ModuleType(f"{_PACKAGE}.{name}")
    module.__package__ = _PACKAGE
    sys.modules[module.__name__] = module
    exec(compile(template.read_text("utf-8"), template, "exec"), vars(module))
    return module


sys.modules[_PACKAGE] = ModuleType(_PACKAGE)
sys.modules[_PACKAGE].__path__ = []
definitions = _loaded("sqlite_definitions")
AlterableSQLite = _loaded("sqlite_tables").AlterableSQLite
