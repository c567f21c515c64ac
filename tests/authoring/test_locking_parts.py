"""One lock for all parts: what a project has of it is what its parts need, in the same versions."""

from __future__ import annotations

import subprocess
import tomllib
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import combinations
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest
from lab import Shell
from test_locking import PYPROJECT

from bd_scaffold import pipeline
from bd_scaffold.authoring import lock_parts, locking
from bd_scaffold.model import store
from bd_scaffold.render.render import Rendering
from bd_scaffold.sources.stack import BlueprintError

DESIGN = b"name: shop\nentities: {Thing: {fields: {title: string(20)}}}\n"


class Package(NamedTuple):
    name: str
    needs: tuple[str, ...] = ()


PACKAGES = (
    Package("always"),
    Package("shared", ("deep",)),
    Package("deep"),
    Package("red", ("shared", "tool[fast]", "paint; sys_platform == 'win32'")),
    Package("blue", ("shared",)),
    Package("tool", ("speed; extra == 'fast'",)),
    Package("speed"),
    Package("paint"),
    Package("probe"),
)
ASKED = {
    "cursor": {"dependencies": '"red>=1"', "dev_dependencies": '"probe"'},
    "links": {"dependencies": '"blue>=1"'},
    "search": {"dependencies": '"blue>=1"'},
}
"""What three parts of the base ask for."""

REACHED = {
    "": {"always", "tool"},
    "cursor": {"red", "shared", "deep", "tool", "speed", "paint", "probe"},
    "links": {"blue", "shared", "deep"},
    "search": {"blue", "shared", "deep"},
}


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve an index with the packages, which uv on this machine asks."""
    there = tmp_path / "index"
    for package in PACKAGES:
        _lay(there / package.name, package)
    handler = partial(SimpleHTTPRequestHandler, directory=str(there))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        host = f"127.0.0.1:{server.server_port}"
        for name in ("UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_INDEX", "UV_FIND_LINKS"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("UV_DEFAULT_INDEX", f"http://{host}")
        monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv"))
        monkeypatch.setattr(locking, "_PUBLIC", {host})
        yield host
        server.shutdown()


def _lay(folder: Path, package: Package) -> None:
    folder.mkdir(parents=True)
    name = f"{package.name}-1.0-py3-none-any.whl"
    needs = "".join(f"Requires-Dist: {each}\n" for each in package.needs)
    extras = "Provides-Extra: fast\n" if package.name == "tool" else ""
    about = f"Metadata-Version: 2.1\nName: {package.name}\nVersion: 1.0\n"
    with zipfile.ZipFile(folder / name, "w") as file:
        info = f"{package.name}-1.0.dist-info"
        file.writestr(f"{info}/METADATA", about + extras + needs)
        file.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        file.writestr(f"{info}/RECORD", "")
    (folder / "index.html").write_text(f'<a href="{name}">{name}</a>')


@pytest.fixture
def locked(base: Shell, index: str) -> Shell:
    """Return a base whose parts ask for packages, with its lock."""
    assert index
    outputs = base.folder / "fastapi" / "outputs"
    head = (
        '{% from "fastapi/outputs/_lines.jinja" import unique_lines with context %}\n'
    )
    (outputs / "pyproject.toml.jinja").write_text(
        (head + PYPROJECT)
        .replace(
            "{% block dependencies %}\n",
            "{% call unique_lines(fills.dependencies) %}\n"
            '{% block dependencies %}\n    "always",\n    "tool",\n',
        )
        .replace(
            "{% endblock %}\n]\n",
            "{% endblock %}\n{% endcall %}\n]\n\n[dependency-groups]\ndev = [\n"
            "{% call unique_lines(fills.dev_dependencies) %}\n{% endcall %}\n]\n",
        )
    )
    (outputs / "uv.lock.jinja").unlink()
    for real in (base.folder / "fastapi" / "parts").glob("*/slots/pyproject.toml/*"):
        real.unlink()
        _ask(base, real.parents[2].name, {})
    for part, asked in ASKED.items():
        _ask(base, part, asked)
    locking.lock(base.folder)
    return base


def _ask(base: Shell, part: str, asked: dict[str, str]) -> None:
    folder = base.folder / "fastapi" / "parts" / part
    slots = folder / "slots" / "pyproject.toml"
    slots.mkdir(parents=True, exist_ok=True)
    rows = []
    for slot, requirement in asked.items():
        (slots / f"{slot}.jinja").write_text(f"    {requirement},\n")
        rows.append(f'["pyproject.toml", "{slot}"]')
    (folder / "manifest.jinja").write_text(
        f"{{% set outputs = [] %}}\n{{% set fills = [{', '.join(rows)}] %}}\n"
    )


def _project(base: Shell, folder: Path, parts: tuple[str, ...]) -> dict[str, str]:
    """Write the metadata and the lock of a project with some parts."""
    stored = store.dump(pipeline.build(pipeline.check(DESIGN, "design.yaml")))
    model = store.read(stored) | {"parts": parts}
    made = Rendering(model, base.folder, {"bd_model": stored}).tree()
    files = {name: made[name] for name in ("pyproject.toml", "uv.lock")}
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    return files


COMBINATIONS = [
    chosen for count in range(4) for chosen in combinations(sorted(ASKED), count)
]


def test_uv_takes_the_lock_of_every_combination_of_parts_as_it_is(
    locked: Shell, tmp_path: Path
) -> None:
    versions: dict[str, set[str]] = {}
    for number, parts in enumerate(COMBINATIONS):
        folder = tmp_path / f"project{number}"
        files = _project(locked, folder, parts)
        found = tomllib.loads(files["uv.lock"])["package"]
        reached = set().union(*(REACHED[part] for part in ("", *parts)))
        assert {each["name"] for each in found} == {"shop", *reached}, parts
        for each in found:
            versions.setdefault(each["name"], set()).add(each["version"])
        for command in (("lock", "--check"), ("sync", "--locked")):
            ended = subprocess.run(
                ("uv", *command),
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
            )
            assert ended.returncode == 0, (parts, ended.stderr)
        assert (folder / "uv.lock").read_text() == files["uv.lock"], parts
    assert {len(each) for each in versions.values()} == {1}


def test_each_package_says_which_parts_reach_it(locked: Shell) -> None:
    text = locked.text("fastapi/outputs/uv.lock.jinja")
    assert text.startswith(
        "{# model: the whole design, resolved #}\n"
        '{% import "fastapi/manifest.jinja" as fastapi with context %}\n'
    )
    for name, test in {
        "red": '"cursor" in fastapi.parts',
        "blue": '"links" in fastapi.parts or "search" in fastapi.parts',
        "deep": (
            '"cursor" in fastapi.parts or "links" in fastapi.parts or '
            '"search" in fastapi.parts'
        ),
    }.items():
        assert f'{{% if {test} %}}\n\n[[package]]\nname = "{name}"\n' in text


def test_locking_again_changes_nothing(locked: Shell) -> None:
    assert not locking.lock(locked.folder).changed


def test_two_parts_that_ask_for_one_package_have_to_ask_in_the_same_words(
    locked: Shell,
) -> None:
    _ask(locked, "search", {"dependencies": '"blue>=0.9"'})
    with pytest.raises(BlueprintError, match="has to ask for it in the same words"):
        locking.lock(locked.folder)


def test_a_lock_without_parts_has_no_condition() -> None:
    lock = 'version = 1\n\n[[package]]\nname = "shop"\nversion = "1"\n'
    assert lock_parts.marked(lock, "shop", lock_parts.wanted({})) == lock
