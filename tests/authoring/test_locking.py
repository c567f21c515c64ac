"""A blueprint's lock is one for all of its projects, and is made anew by its own command."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from lab import Shell

from bd_scaffold.authoring import locking, override
from bd_scaffold.sources.stack import BlueprintError

PYPROJECT = """\
{# model: the whole design, resolved #}
[project]
name = {{ model.project.name | to_json }}
version = {{ model.project.version | to_json }}
requires-python = ">=3.11"
dependencies = [
{% block dependencies %}
{% endblock %}
]
{% block tools %}
{% endblock %}
"""


@pytest.fixture
def base(base: Shell) -> Shell:
    """Return the base's repository with a project that depends on nothing."""
    outputs = base.folder / "fastapi" / "outputs"
    (outputs / "pyproject.toml.jinja").write_text(PYPROJECT)
    (outputs / "uv.lock.jinja").unlink()
    locking.lock(base.folder)
    base.commit("nothing to depend on")
    base("git", "tag", "--force", "v0.1.0")
    return base


@pytest.fixture
def _shared(acme: Shell) -> None:
    """Add a dependency of the team's, which lies on this machine."""
    package = acme.folder.parent / "shared"
    package.mkdir()
    (package / "pyproject.toml").write_text(
        '[project]\nname = "shared"\nversion = "1.0"\nrequires-python = ">=3.11"\n'
    )
    override.start(acme.folder, "pyproject.toml", extend=True)
    file = "acme/outputs/pyproject.toml.jinja"
    name = "{% block dependencies %}\n"
    acme.edit(file, name, f'{name}    "shared",\n')
    tools = "{% block tools %}\n"
    where = f'[tool.uv.sources]\nshared = {{ path = "{package.as_posix()}" }}\n'
    acme.edit(file, tools, tools + where)


def test_only_the_projects_name_and_version_are_open(base: Shell) -> None:
    text = base.text("fastapi/outputs/uv.lock.jinja")
    open_ = (
        'name = "{{ model.project.name }}"\nversion = "{{ model.project.version }}"\n'
    )
    assert text.count(open_) == 1
    assert text.count("{{") == 2


@pytest.mark.usefixtures("_shared")
def test_a_teams_lock_holds_its_dependencies_and_stands_before_the_bases(
    acme: Shell, command: Callable[..., str]
) -> None:
    vendored = acme.text("fastapi/outputs/uv.lock.jinja")
    said = command(acme, "lock")
    assert said == "acme/outputs/uv.lock.jinja is made anew\n"
    assert 'name = "shared"' in acme.text("acme/outputs/uv.lock.jinja")
    assert acme.text("fastapi/outputs/uv.lock.jinja") == vendored
    assert command(acme, "lock") == "acme/outputs/uv.lock.jinja is as it has to be\n"


def test_the_hosts_beside_pypis_are_named() -> None:
    lock = (
        'source = { registry = "https://pypi.org/simple" }\n'
        'url = "https://files.pythonhosted.org/a.whl"\n'
        'url = "https://index.acme.example/a.whl"\n'
        'url = "https://index.acme.example/b.whl"\n'
    )
    assert locking.foreign_hosts(lock) == ("index.acme.example",)


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve an index with one package, which uv on this machine asks first."""
    there = tmp_path / "index" / "ours"
    there.mkdir(parents=True)
    wheel = "ours-1.0-py3-none-any.whl"
    with zipfile.ZipFile(there / wheel, "w") as file:
        about = "Metadata-Version: 2.1\nName: ours\nVersion: 1.0\n"
        file.writestr("ours-1.0.dist-info/METADATA", about)
        file.writestr(
            "ours-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n"
        )
        file.writestr("ours-1.0.dist-info/RECORD", "")
    (there / "index.html").write_text(f'<a href="{wheel}">{wheel}</a>')
    handler = partial(SimpleHTTPRequestHandler, directory=str(there.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        host = f"127.0.0.1:{server.server_port}"
        for name in ("UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_INDEX", "UV_FIND_LINKS"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("UV_DEFAULT_INDEX", f"http://{host}")
        monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv"))
        yield host
        server.shutdown()


def test_a_base_refuses_a_host_of_somebodys_own(base: Shell, index: str) -> None:
    before = base.text("fastapi/outputs/uv.lock.jinja")
    name = "{% block dependencies %}\n"
    base.edit("fastapi/outputs/pyproject.toml.jinja", name, f'{name}    "ours",\n')
    with pytest.raises(BlueprintError, match=f"other hosts than PyPI's: {index}"):
        locking.lock(base.folder)
    assert base.text("fastapi/outputs/uv.lock.jinja") == before


def test_a_team_may_have_an_index_of_its_own_and_is_told(
    acme: Shell, index: str, command: Callable[..., str]
) -> None:
    override.start(acme.folder, "pyproject.toml", extend=True)
    name = "{% block dependencies %}\n"
    acme.edit("acme/outputs/pyproject.toml.jinja", name, f'{name}    "ours",\n')
    assert f"every project will ask {index}, as this machine does" in command(
        acme, "lock"
    )


def test_what_cannot_be_resolved_is_said(acme: Shell, index: str) -> None:
    override.start(acme.folder, "pyproject.toml", extend=True)
    name = "{% block dependencies %}\n"
    acme.edit("acme/outputs/pyproject.toml.jinja", name, f'{name}    "ours>=2",\n')
    acme.commit("a version that there is not")
    said = "the dependencies can't be locked: No solution found .* only ours==1.0 is"
    with pytest.raises(BlueprintError, match=said):
        locking.lock(acme.folder)
    assert acme.changes() == []


def test_a_project_that_is_not_called_as_its_design_says_is_refused(
    base: Shell,
) -> None:
    base.edit(
        "fastapi/outputs/pyproject.toml.jinja", "{{ model.project.name", '{{ "acme"'
    )
    with pytest.raises(
        BlueprintError, match="does not say name and version as the design"
    ):
        locking.lock(base.folder)
