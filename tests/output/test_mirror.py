"""With a mirror of the package index, a project's own commands install what its lock names.

What they are told stands in the generated files; the package is made here, and nothing is asked
of any other index.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import yaml

SHOP = Path(__file__).resolve().parents[2] / "examples/shop"
CI = SHOP / ".github/workflows/ci.yml"
WHEEL = "tiny-1.0-py3-none-any.whl"

PROJECT = """\
[build-system]
requires = ["uv_build>=0.13,<0.14"]
build-backend = "uv_build"

[project]
name = "shop"
version = "0.1.0"
readme = "README.md"
requires-python = ">=3.11"
dependencies = ["tiny>=1"]

[tool.uv.build-backend]
module-name = "shop"
"""
LOCK = """\
version = 1
revision = 5
requires-python = ">=3.11"

[[package]]
name = "shop"
version = "0.1.0"
source = {{ editable = "." }}
dependencies = [
    {{ name = "tiny" }},
]

[package.metadata]
requires-dist = [{{ name = "tiny", specifier = ">=1" }}]

[[package]]
name = "tiny"
version = "1.0"
source = {{ registry = "https://pypi.org/simple" }}
wheels = [
    {{ url = "https://files.pythonhosted.org/packages/aa/{wheel}", hash = "sha256:{hash}" }},
]
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A mirror's address, and the hash of its one file."""
    folder = tmp_path_factory.mktemp("mirror")
    with zipfile.ZipFile(folder / WHEEL, "w") as wheel:
        beside = "tiny-1.0.dist-info"
        wheel.writestr("tiny.py", "")
        wheel.writestr(
            f"{beside}/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n"
        )
        wheel.writestr(
            f"{beside}/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr(f"{beside}/RECORD", "")
    digest = hashlib.sha256((folder / WHEEL).read_bytes()).hexdigest()
    page = folder / "simple/tiny/index.html"
    page.parent.mkdir(parents=True)
    page.write_text(f'<a href="/{WHEEL}#sha256={digest}">{WHEEL}</a>')
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_Quiet, directory=str(folder))
    )
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/simple", digest
    server.shutdown()
    server.server_close()


@pytest.fixture
def project(tmp_path: Path, mirror: tuple[str, str]) -> Path:
    folder = tmp_path / "shop"
    (folder / "src/shop").mkdir(parents=True)
    (folder / "src/shop/__init__.py").touch()
    (folder / "README.md").touch()
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "uv.lock").write_text(LOCK.format(wheel=WHEEL, hash=mirror[1]))
    return folder


class Machine:
    """A machine that has a mirror, and gets nowhere else."""

    def __init__(self, project: Path, mirror: str) -> None:
        self._project = project
        scratch = project.parent
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(scratch),
            "RUNNER_TEMP": str(scratch),
            "UV_CACHE_DIR": str(scratch / "cache"),
            "UV_DEFAULT_INDEX": mirror,
            "UV_HTTP_RETRIES": "0",
            "HTTPS_PROXY": "http://127.0.0.1:9",
        }

    def run(self, script: str, *, fails: bool = False, **more: str) -> str:
        process = subprocess.run(
            ["sh", "-ec", script],
            cwd=self._project,
            env={**self._environment, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert (process.returncode != 0) is fails, process.stdout
        return process.stdout


@pytest.fixture
def machine(project: Path, mirror: tuple[str, str]) -> Iterator[Machine]:
    locked = (project / "uv.lock").read_text()
    yield Machine(project, mirror[0])
    assert (project / "uv.lock").read_text() == locked


def _steps(job: str) -> list[str]:
    steps = yaml.safe_load(CI.read_text())["jobs"][job]["steps"]
    return [step["run"] for step in steps if "run" in step]


USES = "uv run python -c 'import shop, tiny'"


@pytest.mark.parametrize("job", ["check", "test"])
def test_ci_installs_from_it(machine: Machine, job: str) -> None:
    frozen = {**yaml.safe_load(CI.read_text())["env"]}
    del frozen["UV_PYTHON"]
    machine.run(_steps(job)[0], **frozen)
    machine.run(USES, **frozen)


def test_the_image_installs_from_it(machine: Machine, project: Path) -> None:
    text = (SHOP / "Dockerfile").read_text().replace("\\\n", " ")
    runs = re.findall(r"^RUN +(?:--mount=\S+ +)*(uv .*)$", text, re.MULTILINE)
    assert len(runs) == 2
    for command in runs:
        machine.run(command)
    machine.run(".venv/bin/python -c 'import shop, tiny'")
    assert "ARG UV_DEFAULT_INDEX\n" in text
    assert any("--build-arg UV_DEFAULT_INDEX" in each for each in _steps("image"))


def test_the_hooks_take_the_lock_as_it_is(machine: Machine, project: Path) -> None:
    hooks = yaml.safe_load((SHOP / ".pre-commit-config.yaml").read_text())
    entries = [each["entry"] for each in hooks["repos"][0]["hooks"]]
    machine.run(entries[0])
    machine.run(_steps("check")[0])
    assert {entry.rpartition(" ")[0] for entry in entries[1:2]} == {"uv run --frozen"}
    machine.run(USES.replace("uv run", "uv run --frozen"))
    changed = PROJECT.replace("tiny>=1", "tiny>=1.1")
    (project / "pyproject.toml").write_text(changed)
    machine.run(entries[0], fails=True)
    machine.run(_steps("check")[0], fails=True)


def test_what_the_readme_says_installs_from_it(
    machine: Machine, mirror: tuple[str, str]
) -> None:
    readme = (SHOP / "README.md").read_text()
    section = readme.partition("## Behind a mirror of the package index")[2]
    commands = section.partition("```sh\n")[2].partition("```")[0]
    address = "https://mirror.example.com/simple"
    assert address in commands
    machine.run(commands.replace(address, mirror[0]) + USES)
