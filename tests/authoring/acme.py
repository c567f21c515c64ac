"""A small blueprint of a team's own over the one of this checkout."""

from __future__ import annotations

import shutil
from pathlib import Path

from bd_scaffold.authoring import vendor
from bd_scaffold.sources import resources

BLUEPRINT = """\
name: acme
model: 1
extends: {source: "bd://fastapi.git", version: v0.1.0}
layers:
  - {name: fastapi, version: v0.1.0}
  - {name: acme}
"""

FILES = {
    "blueprint.yaml": BLUEPRINT,
    "copier.yml": "---\n!include frame.yml\n---\n!include acme/questions.yml\n",
    "layers.jinja": '{% set layers = ["fastapi", "acme"] %}\n',
    "acme/manifest.jinja": """\
{# What acme adds. #}
{% set outputs = [
  ["__slice__/audit.py", "entities", "features.soft_delete"],
  ["docs/owners.md", "project" if model.areas else ""],
] %}
{% set dropped = [".gitlab-ci.yml"] %}
""",
    "acme/questions.yml": "team:\n  type: str\n  default: platform\n",
    "acme/history.yaml": "v1.1.0:\n  moves: {Dockerfile: ops/Dockerfile}\n",
    "acme/outputs/Dockerfile.jinja": """\
{# model: the whole design, resolved #}
{% extends "fastapi/outputs/Dockerfile.jinja" %}
{% block image %}
FROM registry.acme.example/python:3.13
{% endblock %}
""",
    "acme/outputs/__slice__/audit.py.jinja": """\
{# entity: one of model.entities #}
{% from "acme/outputs/_team.jinja" import team_of %}
\"""Changes of {{ entity.label_plural }} are recorded.\"""

AUDITED = [
{% for property in entity.properties %}
    "{{ property.name }}",
{% endfor %}
]
""",
    "acme/outputs/_team.jinja": """\
{# Who answers. #}
{% macro team_of(area) %}
{{ area.name }}
{%- endmacro %}
""",
    "acme/outputs/docs/owners.md.jinja": """\
{# model: the whole design, resolved #}
# Owners
{% for area in model.areas %}

{{ area.name }}
{% endfor %}
""",
}


def lay(folder: Path) -> Path:
    """Write the blueprint into a new folder; return it."""
    base = resources.BLUEPRINT
    for name in ("fastapi", "template"):
        shutil.copytree(base / name, folder / name)
    shutil.copy(base / "files.json.jinja", folder / "files.json.jinja")
    shutil.copy(base / "copier.yml", folder / "frame.yml")
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    (folder / vendor.SUMS).write_text(vendor.sums(vendor.held(folder)))
    return folder


def change(folder: Path, path: str, old: str, new: str) -> None:
    """Change one passage of a file; a file that isn't there begins empty."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    text = file.read_text() if file.exists() else ""
    assert old in text
    file.write_text(text.replace(old, new, 1) if old else new + text)
