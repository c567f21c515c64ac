"""A base with its own versions, a blueprint that extends it, and nothing of the machine's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from compiled_once import compiling_once
from jinja2 import Environment
from jinja2.sandbox import SandboxedEnvironment
from lab import BLUEPRINT, Shell, alone, released

from bd_scaffold.authoring import new, templates
from bd_scaffold.authoring.templates import Template


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone(tmp_path, monkeypatch)


@pytest.fixture(autouse=True, scope="session")
def _read_once() -> Iterator[None]:
    """Let each template be read and compiled once, of the many that all blueprints share."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(templates, "template_of", _by_its_text(templates.template_of))
        patch.setattr(Environment, "compile", compiling_once())
        yield


def _by_its_text(read: Callable[..., Template]) -> Callable[..., Template]:
    kept: dict[tuple[str, str], Template] = {}

    def template_of(
        environment: SandboxedEnvironment, name: str, text: str
    ) -> Template:
        if (name, text) not in kept:
            kept[name, text] = read(environment, name, text)
        return kept[name, text]

    return template_of


@pytest.fixture
def base(tmp_path: Path) -> Shell:
    """Return the repository of a base, with the version v0.1.0."""
    folder = tmp_path / "base"
    shutil.copytree(BLUEPRINT, folder, ignore=shutil.ignore_patterns("releases"))
    (folder / "README.md").unlink()
    return released(folder, "v0.1.0")


@pytest.fixture
def acme(tmp_path: Path, base: Shell) -> Shell:
    """Return a new blueprint that extends the base."""
    folder = tmp_path / "acme"
    new.start("acme", folder, str(base.folder), None)
    return Shell(folder)


@pytest.fixture
def command() -> Callable[..., str]:
    """Run `bd-scaffold blueprint` in a folder, and return what it said."""

    def run(shell: Shell, *arguments: str, fails: bool = False) -> str:
        return shell("bd-scaffold", "blueprint", *arguments, fails=fails)

    return run
