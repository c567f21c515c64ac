"""Generated code has no finding, and nothing in it is unused."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from projects import Project

# Not imported: drivers are found by a database's URL, the server and the tools are started.
_BY_NAME = {  # by a text, or by another package, which is held to a version of it
    *("aiosqlite", "asyncpg", "fastapi-swagger", "uvicorn"),
    "deprecated",
    "sniffio",  # which makes httpcore's look for it cheap
    "tzdata",  # the time zones of images that have none
}
_TOOLS = {
    *("bandit", "black", "detect-secrets", "mypy", "pip-audit"),
    *("pytest-asyncio", "pytest-cov", "ruff"),
    *("flask", "flask-cors", "moto"),  # a server of S3, which is started by its name
}


def test_ruff_finds_nothing_by_its_default_rules(project: Project) -> None:
    # By these rules, a `noqa` for one that only the project has on is unused.
    project.proves(
        *("ruff", "check", "--isolated", "--target-version=py311", "--no-cache"),
        *("--ignore", "RUF100"),
    )


def test_ruff_finds_nothing_by_the_rules_that_litestar_holds_itself_to(
    project: Project,
) -> None:
    project.proves("ruff", "check", "--no-cache")


def test_black_would_change_nothing(project: Project) -> None:
    project.proves("black", "--check", "--quiet", ".")


def test_mypy_is_strict_and_content(project: Project) -> None:
    project.check_types()


def test_every_module_is_imported_by_another(project: Project) -> None:
    imported = {name for path in _python(project) for name in _imported(project, path)}
    modules = {_module(project, path) for path in project.source.rglob("*.py")}
    packages = {
        name for name in modules if any(m.startswith(f"{name}.") for m in modules)
    }
    # The composition root and a command are started by name; a team's own code raises refusals.
    apart = ("main", "dead_letters", "core.refusals")
    alone = {f"{project.package}.{name}" for name in apart}
    commands = {name for name in modules if name.endswith(".__main__")}
    assert modules - packages - imported - commands <= alone


def test_every_dependency_is_imported(project: Project) -> None:
    declared = tomllib.loads((project.folder / "pyproject.toml").read_text())
    wanted = _named(declared["project"]["dependencies"]) - _BY_NAME
    assert wanted - _used(project, "src", "migrations") == set()
    dev = _named(declared["dependency-groups"]["dev"]) - _TOOLS
    typed = {f"types-{each}" for each in _used(project, "src")}
    assert dev - _used(project, "tests", "seeds", "load") - typed == set()


def _named(requirements: Iterable[str]) -> set[str]:
    return {_distribution(each) for each in requirements}


def _used(project: Project, *folders: str) -> set[str]:
    """The distributions whose packages are imported in these folders."""
    providers = packages_distributions()
    roots = {
        name.partition(".")[0]
        for path in _python(project)
        if path.relative_to(project.folder).parts[0] in folders
        for name in _imported(project, path)
    }
    return {
        each.lower().replace("_", "-")
        for root in roots
        for each in providers.get(root, [])
    }


def _distribution(requirement: str) -> str:
    for sign in "[<>=~! ":
        requirement = requirement.partition(sign)[0]
    return requirement.lower().replace("_", "-")


def _python(project: Project) -> list[Path]:
    return [
        path
        for folder in ("src", "migrations", "tests", "seeds", "load")
        for path in (project.folder / folder).rglob("*.py")
    ]


def _module(project: Project, path: Path) -> str:
    base = (
        project.folder / "src"
        if path.is_relative_to(project.source)
        else project.folder
    )
    parts = path.relative_to(base).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _imported(project: Project, path: Path) -> Iterator[str]:
    """Every module that a file imports, and every name that may be one."""
    own = _module(project, path).split(".")
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            depth = node.level - (path.name == "__init__.py")
            near = own[: len(own) - depth] if node.level else []
            base = ".".join([*near, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
