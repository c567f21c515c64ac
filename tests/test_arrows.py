"""The rooms of the generator know each other in one direction, and each tool has one door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "generator"

EVERYWHERE = {"record"}
"""What every room knows: the form of its values."""

KNOWS: dict[str, set[str]] = {
    "record": set(),
    "": set(),
    "names": set(),
    "diagnostics": set(),
    "language": {"names", "diagnostics"},
    "layout": {"names"},
    "measured": set(),
    "capacity": {"measured", "language"},
    "operation": set(),
    "features": {"names", "language", "operation"},
    # Its pages tell what the capabilities add to the language, too.
    "language.reference": {"diagnostics", "language", "features"},
    "resolve": {"names", "language", "operation", "features"},
    "rules": {"names", "diagnostics", "language", "capacity", "features", "resolve"},
    "model": {
        *("names", "language", "layout", "operation", "capacity", "features"),
        "resolve",
    },
    "documents": {
        *("names", "language", "operation", "measured", "capacity", "features"),
        *("resolve", "model"),
    },
    "difference": {"names", "language", "features", "resolve", "model"},
    "contract": {
        *("", "names", "diagnostics", "language", "layout", "operation", "features"),
        *("resolve", "model"),
    },
    "tree": set(),
    "sources": {"", "names", "tree"},
    "render": {"tree", "sources"},
    "migrate": {"names", "layout", "resolve", "model"},
    "remote": {"", "sources", "resync"},
    "resync": {"names", "documents", "model", "tree", "sources", "render"},
    "beside": {"diagnostics", "language", "features", "resolve", "rules", "contract"},
    "pipeline": {
        *("beside", "diagnostics"),
        "language",
        "features",
        "resolve",
        "rules",
        "model",
        "documents",
        "contract",
        "tree",
        "sources",
        "render",
    },
    "impact": {
        *("diagnostics", "features", "model", "difference", "migrate", "contract"),
    },
    "fills": {
        *("names", "diagnostics", "language", "resolve", "rules", "model", "migrate"),
    },
    "compiling": {
        "contract",
        "resolve",
        "pipeline",
        "impact",
        "fills",
        "tree",
        "sources",
        "render",
        "migrate",
        "model",
        "resync",
    },
    "update": {
        *(
            "pipeline",
            "impact",
            "fills",
            "compiling",
            "tree",
            "sources",
            "render",
            "migrate",
            "model",
        ),
        "resync",
    },
    "authoring": {
        *(
            "diagnostics",
            "names",
            "language",
            "model",
            "contract",
            "tree",
            "sources",
            "render",
            "resync",
        ),
        "pipeline",
    },
    "site": {"names", "diagnostics", "sources", "render"},
    "terminal": set(),
    "access_report": {"resolve"},
    "load_report": {"language"},
    "report": {"names", "impact", "update", "compiling", "resync"},
    "outcome": {"", "names", "diagnostics", "pipeline", "site", "terminal", "update"},
    "cli": {
        *("", "diagnostics", "pipeline", "compiling", "update", "report", "terminal"),
        *("names", "outcome", "access_report", "load_report", "site"),
    },
    "cli.blueprint": {"terminal", "authoring"},
    "__main__": {"cli"},
}

DOORS = {
    "alembic": {"bd_scaffold.migrate.sql"},
    # Python is parsed where somebody else wrote it: datamodel-code-generator, people in their
    # revisions and modules; and where the model's types are, which document themselves.
    "ast": {
        *("bd_scaffold.contract.dtos", "bd_scaffold.contract.fields"),
        *("bd_scaffold.contract.python", "bd_scaffold.migrate.history"),
        *("bd_scaffold.model.model_api", "bd_scaffold.resync.typed"),
    },
    "sqlalchemy": {"bd_scaffold.migrate.sql"},
    "black": {"bd_scaffold.render.black", "bd_scaffold.contract.dtos"},
    "copier": {"bd_scaffold.render.copier"},
    "datamodel_code_generator": {"bd_scaffold.contract.dtos"},
    # One environment renders, with limits where it is not ours; another one marks what it
    # renders, to tell where that is from; who only reads templates has them parsed.
    "jinja2": {
        *(
            "bd_scaffold.render.render",
            "bd_scaffold.render.source_map",
            "bd_scaffold.render.marks",
        ),
        *("bd_scaffold.render.sandboxed", "bd_scaffold.authoring.templates"),
        "bd_scaffold.render.reads",
    },
    "jsonschema": {"bd_scaffold.language.validator"},
    "markdown_it": {"bd_scaffold.site.markdown"},
    "msgspec": {"bd_scaffold.record"},
    "pygments": {"bd_scaffold.site.highlight"},
    "subprocess": {
        *("bd_scaffold.sources.git.process", "bd_scaffold.render.tasks"),
        *("bd_scaffold.render.uv", "bd_scaffold.render.ruff"),
    },
    "typer": {"bd_scaffold.cli", "bd_scaffold.outcome", "bd_scaffold.terminal"},
}

LONGEST = 400
"""Lines of a module; what is longer has two subjects."""

MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(
        ".__init__"
    ): path
    for path in sorted(SOURCE.rglob("*.py"))
}


def _imported(module: str) -> Iterator[str]:
    """Yield what a module imports, wherever in it the import stands."""
    package = (
        module if MODULES[module].stem == "__init__" else module.rpartition(".")[0]
    )
    for node in ast.walk(ast.parse(MODULES[module].read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            origin = [*above, node.module] if node.level else [node.module]
            source = ".".join(part for part in origin if part)
            yield from (_precise(source, alias.name) for alias in node.names)


def _precise(source: str, name: str) -> str:
    """Return the module that is meant where a package's module is imported from it."""
    return f"{source}.{name}" if f"{source}.{name}" in MODULES else source


def _room(module: str) -> str:
    inside = module.partition(".")[2]
    return inside if inside in KNOWS else inside.partition(".")[0]


@pytest.mark.parametrize("module", MODULES)
def test_a_room_knows_only_the_rooms_before_it(module: str) -> None:
    room = _room(module)
    ours = {each for each in _imported(module) if each.split(".")[0] == "bd_scaffold"}
    unknown = {
        each for each in ours if _room(each) not in KNOWS[room] | EVERYWHERE | {room}
    }
    assert not unknown


@pytest.mark.parametrize("module", MODULES)
def test_a_tool_is_imported_at_its_door_alone(module: str) -> None:
    tools = {each.split(".")[0] for each in _imported(module)}
    wrong = {tool for tool in tools & DOORS.keys() if not _is_door(module, tool)}
    assert not wrong


def _is_door(module: str, tool: str) -> bool:
    """Tell whether a tool may be imported there: in a module, or in all those of a package."""
    return any(module == door or module.startswith(f"{door}.") for door in DOORS[tool])


def test_a_module_is_short_enough_to_be_read_at_once() -> None:
    lines = {
        module: len(path.read_text().split("\n")) for module, path in MODULES.items()
    }
    assert {module for module, count in lines.items() if count > LONGEST} == set()


def test_the_contract_knows_the_model_by_its_types_and_what_is_the_same_in_two() -> (
    None
):
    inside = [each for each in MODULES if _room(each) == "contract"]
    known = {each for module in inside for each in _imported(module)}
    of_the_model = {each for each in known if each.startswith("bd_scaffold.model")}
    assert of_the_model <= {"bd_scaffold.model.types", "bd_scaffold.model.matching"}


def test_rendering_treats_the_model_as_json() -> None:
    inside = [each for each in MODULES if _room(each) in ("sources", "render")]
    known = {each for module in inside for each in _imported(module)}
    assert not {each for each in known if each.startswith("bd_scaffold.model")}
