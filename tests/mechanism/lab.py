"""A blueprint of a few lines with the real machinery, and what a test does with it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import forked
from tools import is_ours, offer_tools

from bd_scaffold.sources.compiled import compiled

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).resolve().parents[2]
BLUEPRINT = ROOT / "blueprints"

MANIFEST = """\
{% set outputs = [
  [".copier-answers.yml", "project"],
  ["README.md", "project"],
  ["src/__package__/main.py", "project"],
  ["LICENSE", "project" if model.deployment.github else ""],
  ["__area__/__init__.py", "areas"],
  ["__slice__/service.py", "entities"],
  ["__tests__/test___entity__.py", "entities"],
  ["docs/__decision__.md", "decisions"],
] %}
{% set dropped = [] %}
{% set slots = {
  "src/__package__/main.py": ["routes"],
  "__slice__/service.py": ["methods", "constants"],
} %}
{% set parts = model.parts %}
"""

OUTPUTS = {
    "README.md": "# {{ model.project.title }}\n\nFirst line.\n\n\n\n\nLast line.\n",
    "src/__package__/main.py": """\
{# model: the whole design, resolved #}
TITLE = {{ model.project.title | to_json(ensure_ascii=False) }}
NAMES = [
{% for entity in model.entities %}
    "{{ entity.name }}",
{% for fill in fills.routes %}
{% include fill %}
{% endfor %}
{% endfor %}
]
""",
    "LICENSE": "MIT\n",
    "__area__/__init__.py": "AREA = {{ area.name | to_json }}\n",
    "__slice__/service.py": """\
# service of {{ entity.name }}


class {{ entity.name }}Service:
    fields = {{ entity.fields | to_json }}
{% for fill in fills.methods %}
{% include fill %}
{% endfor %}


{% for fill in fills.constants %}
{% include fill %}
{% endfor %}
# the end
""",
    "__tests__/test___entity__.py": "def test_{{ entity.variable }}(): ...\n",
    "docs/__decision__.md": "# {{ decision.number }} {{ decision.title }}\n",
}

PARTS = {
    "audit/manifest.jinja": """\
{% set outputs = [["src/__package__/audit.py", "project"]] %}
{% set fills = [
  ["__slice__/service.py", "methods"],
  ["src/__package__/main.py", "routes"],
  ["src/__package__/search.py", "queries"],
] %}
""",
    "audit/outputs/src/__package__/audit.py.jinja": "ON = True\n",
    "audit/slots/__slice__/service.py/methods.jinja": "    audited = True\n",
    "audit/slots/src/__package__/main.py/routes.jinja": (
        '    "{{ entity.name }}/audit of {{ model.project.name }}",\n'
    ),
    "audit/slots/src/__package__/search.py/queries.jinja": "AUDITED = True\n",
    "search/manifest.jinja": """\
{% set outputs = [
  ["__slice__/search.py", "entities", "searched"],
  ["src/__package__/search.py", "project"],
] %}
{% set slots = {"src/__package__/search.py": ["queries"]} %}
{% set fills = [["__slice__/service.py", "methods", -1], ["src/__package__/main.py", "routes"]] %}
""",
    "search/outputs/__slice__/search.py.jinja": "NAME = {{ entity.name | to_json }}\n",
    "search/outputs/src/__package__/search.py.jinja": (
        "{% for fill in fills.queries %}\n{% include fill %}\n{% endfor %}\nON = True\n"
    ),
    "search/slots/__slice__/service.py/methods.jinja": (
        '    searched = "{{ entity.variable }}"\n'
    ),
    "search/slots/src/__package__/main.py/routes.jinja": (
        '    "{{ entity.name }}/search",\n'
    ),
}
"""Two parts of the small blueprint; one fills a slot of the other's."""


def alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's own git settings and Copier's cache out of a test."""
    offer_tools(folder, monkeypatch)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A Tester")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "tester@example.com")


class Shell:
    """Commands in one folder, with what they said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *command: str, fails: bool = False) -> str:
        if is_ours(command[0]):
            code, said = forked.run(command, self.folder)
            assert (code != 0) is fails, said
            return said
        process = subprocess.run(
            command,
            cwd=self.folder,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        assert (process.returncode != 0) is fails, process.stdout
        return process.stdout

    def commit(self, message: str = "work") -> None:
        """Commit whatever is there."""
        self("git", "add", "--all")
        self("git", "commit", "--quiet", "-m", message)

    def changes(self) -> list[str]:
        """Return what git calls changed, one line a file."""
        return self("git", "status", "--porcelain").splitlines()

    def edit(self, path: str, old: str, new: str) -> None:
        """Change one passage of a file."""
        file = self.folder / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))

    def text(self, path: str) -> str:
        """Return a file's text."""
        return (self.folder / path).read_text()


def released(folder: Path, version: str) -> Shell:
    """Make a folder a repository with a version, and return it."""
    shell = Shell(folder)
    shell("git", "init", "--quiet", "--initial-branch=main")
    shell.commit(version)
    shell("git", "tag", version)
    return shell


def entity(name: str, *fields: str) -> dict[str, Any]:
    """Return as much of a model's entity as the small blueprint asks for."""
    plural = f"{name.lower()}s"
    return {
        "name": name,
        "variable": name.lower(),
        "directory": f"src/shop/{plural}",
        "tests": f"tests/{plural}",
        "fields": fields,
        "searched": "number" in fields,
    }


def model(
    *entities: dict[str, Any], title: str = "Shop", parts: tuple[str, ...] = ()
) -> str:
    """Return as much of a stored model as the small blueprint asks for."""
    listed = ",\n".join(json.dumps(each, ensure_ascii=False) for each in entities)
    rest = {
        "project": {"name": "shop", "package": "shop", "title": title},
        "deployment": {"github": True, "gitlab": False},
        "parts": parts,
        "areas": [{"name": "sales", "package": "x", "directory": "src/shop/sales"}],
        "decisions": [{"number": "0001", "slug": "one", "title": "One"}],
        "retired": [],
    }
    head = json.dumps(rest, ensure_ascii=False).removesuffix("}")
    return f'{head},\n"entities": [\n{listed}\n]}}\n'


def lay_blueprint(folder: Path) -> None:
    """Write the small blueprint: the real machinery, another manifest and other outputs."""
    shutil.copytree(BLUEPRINT / "template", folder / "template")
    for name in ("blueprint.yaml", "copier.yml", "files.json.jinja", "layers.jinja"):
        shutil.copy(BLUEPRINT / name, folder / name)
    layer = folder / "fastapi"
    layer.mkdir()
    (layer / "manifest.jinja").write_text(MANIFEST)
    answers = ".copier-answers.yml.jinja"
    outputs = layer / "outputs"
    outputs.mkdir()
    shutil.copy(BLUEPRINT / "fastapi" / "outputs" / answers, outputs / answers)
    for path, text in OUTPUTS.items():
        template = outputs / f"{path}.jinja"
        template.parent.mkdir(parents=True, exist_ok=True)
        template.write_text(text)


def lay_parts(folder: Path, files: Mapping[str, str] = PARTS) -> None:
    """Write parts into the small blueprint's layer."""
    for path, text in files.items():
        file = folder / "fastapi" / "parts" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def lay_design(project: Path, text: str, stored: str) -> None:
    """Write a design and the compiled form that says `stored`."""
    (project / ".bd").mkdir(parents=True, exist_ok=True)
    (project / "design.yaml").write_text(text)
    (project / ".bd" / "model.yaml").write_text(compiled(text.encode(), stored))
