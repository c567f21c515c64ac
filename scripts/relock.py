"""Lock the generated project's dependencies anew, and write the lock as a template.

    python scripts/relock.py [--upgrade]

Run it after a change in the blueprint's pyproject.toml.jinja; `--upgrade` takes newer
versions of everything. It needs uv.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

OUTPUTS = Path(__file__).parents[1] / "blueprints" / "fastapi" / "outputs"
TEMPLATE = OUTPUTS / "uv.lock.jinja"
NAME = "name-of-the-project"
VERSION = "0.0.0"
HOSTS = {"pypi.org", "files.pythonhosted.org"}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        write_project(project)
        subprocess.run(
            ["uv", "lock", "--no-config", "--directory", project, *sys.argv[1:]],
            check=True,
        )
        lock = (project / "uv.lock").read_text(encoding="utf-8")
    check_hosts(lock)
    TEMPLATE.write_text(as_template(lock), encoding="utf-8", newline="\n")


def write_project(project: Path) -> None:
    """Write what `uv lock` reads: the project's metadata, and the lock of today."""
    values = {"name": NAME, "version": VERSION, "package": "package"}
    model = {"project": {**values, "title": "", "description": ""}}
    for template in OUTPUTS / "pyproject.toml.jinja", TEMPLATE:
        if template.exists():
            text = render(template.read_text(encoding="utf-8"), model)
            (project / template.stem).write_text(text, encoding="utf-8")


def render(template: str, model: dict[str, dict[str, str]]) -> str:
    environment = SandboxedEnvironment(
        extensions=["jinja2_ansible_filters.AnsibleCoreFiltersExtension"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.from_string(template).render(model=model)


def check_hosts(lock: str) -> None:
    """Refuse a lock that a private index or a mirror has left its address in."""
    strangers = set(re.findall(r"\w+://([^/\"]+)", lock)) - HOSTS
    if strangers:
        sys.exit(f"The lock names other hosts than PyPI's: {', '.join(strangers)}")


def as_template(lock: str) -> str:
    own = f'name = "{NAME}"\nversion = "{VERSION}"\n'
    if lock.count(own) != 1:
        sys.exit(f"The lock should hold {NAME} {VERSION} exactly once.")
    return lock.replace(
        own,
        'name = "{{ model.project.name }}"\nversion = "{{ model.project.version }}"\n',
    )


if __name__ == "__main__":
    main()
