"""The modules of generated projects that alter SQLite's tables, with columns of any names."""

from __future__ import annotations

import sys
from types import ModuleType

from bd_scaffold.render.render import _environment
from bd_scaffold.sources import resources

_FOLDER = "fastapi/outputs/migrations"
_TEMPLATES = _environment(resources.BLUEPRINT)[0]
_MODEL = {"uses": {"named_columns": True, "exclusions": True}}
_FILLS = {
    "copied": ["fastapi/parts/full_text/slots/migrations/sqlite_tables.py/copied.jinja"]
}
_PACKAGE = "generated_migrations"


def _loaded(name: str) -> ModuleType:
    template = f"{_FOLDER}/{name}.py.jinja"
    text = _TEMPLATES.get_template(template).render(model=_MODEL, fills=_FILLS)
    module = ModuleType(f"{_PACKAGE}.{name}")
    module.__package__ = _PACKAGE
    sys.modules[module.__name__] = module
    exec(compile(text, template, "exec"), vars(module))
    return module


sys.modules[_PACKAGE] = ModuleType(_PACKAGE)
sys.modules[_PACKAGE].__path__ = []
definitions = _loaded("sqlite_definitions")
AlterableSQLite = _loaded("sqlite_tables").AlterableSQLite
