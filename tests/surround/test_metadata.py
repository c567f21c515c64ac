"""The generated project's metadata: what it depends on, and in which versions."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from surroundings import HOSTILE, Write

from bd_scaffold import names
from bd_scaffold.authoring.lock_parts import union
from bd_scaffold.features import FEATURES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "blueprints" / "fastapi" / "outputs" / "uv.lock.jinja"

IMPORTED_AS = {
    "prometheus-client": {"prometheus_client"},
    "fastapi": {"fastapi", "starlette"},
    "pydantic": {"pydantic", "pydantic_core", "typing_extensions"},
    "pydantic-settings": {"pydantic_settings"},
    "pyyaml": {"yaml"},
    "pytest-asyncio": {"pytest_asyncio"},
}
NEVER_IMPORTED = {
    "aiosqlite": "the driver in the URL",
    "asyncpg": "the driver in the URL",
    "fastapi-swagger": "the files of Swagger UI, served by the name of their package",
    "uvicorn": "the server, started by name",
    "bandit": "a command",
    "black": "a command",
    "detect-secrets": "a command",
    "pip-audit": "a command",
    "mypy": "a command",
    "ruff": "a command",
    "pytest-cov": "a plugin, by --cov",
    "types-pyyaml": "types for mypy",
}


@pytest.mark.parametrize("name", ["aaa", "shop", "zzz-thing"])
def test_the_lock_is_accepted_whatever_the_project_is_called(
    project: Write, name: str, tmp_path: Path
) -> None:
    check = ("uv", "lock", "--check", "--offline", "--cache-dir", tmp_path)
    run = subprocess.run(
        [*check, "--directory", project(name)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


def test_the_lock_knows_no_index_but_pypi() -> None:
    addresses = re.findall(r"\w+://[^\"]+", LOCK.read_text(encoding="utf-8"))
    assert {address.split("/")[2] for address in addresses} == {
        "pypi.org",
        "files.pythonhosted.org",
    }


def test_no_project_may_be_called_like_a_package_that_it_needs() -> None:
    _, _, lock = LOCK.read_text(encoding="utf-8").partition("#}\n")
    locked = tomllib.loads(union(lock))["package"]
    packages = {package["name"] for package in locked} - {"{{ model.project.name }}"}
    assert [name for name in sorted(packages) if not is_refused(name)] == []


def is_refused(project: str) -> bool:
    module = project.replace("-", "_")
    return (
        not names.is_kebab_name(project)
        or bool(names.reserved_project_name(project))
        or any(module in feature.packages for feature in FEATURES)
    )


def test_what_is_imported_is_declared(either: Path) -> None:
    dependencies = set(declared(either, "dependencies"))
    assert set(imported(either / "src")) <= importable(dependencies)
    assert set(imported(either / "migrations")) <= importable(dependencies)
    assert set(imported(either / "tests")) <= importable(
        dependencies | set(declared(either, "dev"))
    )


def test_what_is_declared_is_used(either: Path) -> None:
    for folders, group in [
        (("src", "migrations"), "dependencies"),
        (("tests",), "dev"),
    ]:
        used = {name for folder in folders for name in imported(either / folder)}
        unused = [
            name
            for name in declared(either, group)
            if name not in NEVER_IMPORTED and not importable({name}) & used
        ]
        assert unused == []


def test_a_description_is_metadata_and_nothing_else(hostile: Path) -> None:
    assert metadata(hostile)["project"]["description"] == HOSTILE


def metadata(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))


def declared(folder: Path, group: str) -> Iterator[str]:
    """The names of what the project, or one of its groups, depends on."""
    described = metadata(folder)
    groups = described["dependency-groups"] | described["project"]
    return (re.split(r"[\[<>=]", requirement)[0] for requirement in groups[group])


def importable(dependencies: set[str]) -> set[str]:
    return {module for name in dependencies for module in IMPORTED_AS.get(name, {name})}


def imported(folder: Path) -> Iterator[str]:
    """The top-level modules that a folder's code takes from other packages."""
    own = {
        "migrations",
        "tests",
        *(path.name for path in (folder.parent / "src").iterdir()),
    }
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for module in modules(node):
                if module not in own and module not in sys.stdlib_module_names:
                    yield module


def modules(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module.partition(".")[0]
