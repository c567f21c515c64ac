"""From a base's version to the next one through a team's blueprint into a project with edits."""

from __future__ import annotations

import pytest
from lab import Shell

from bd_scaffold.authoring import override, release, upgrade

LOGGING = "acme/outputs/src/__package__/core/logging.py.jinja"
NOTE = "## 0.2.0\n\n### What changes in your project\n\nA newer base.\n\n## 0.1.0"


@pytest.fixture
def released(acme: Shell) -> Shell:
    """Return a blueprint that replaces two files and fills a block, as its first version."""
    override.start(acme.folder, "Dockerfile", extend=False)
    override.start(acme.folder, "compose.yaml", extend=False)
    override.start(acme.folder, "src/__package__/core/logging.py", extend=True)
    acme.edit("acme/outputs/Dockerfile.jinja", "USER 10001", "USER 20001")
    with (acme.folder / "acme/outputs/compose.yaml.jinja").open("a") as file:
        file.write("# acme\n")
    json_ = '            structlog.processors.EventRenamer("message"),\n'
    acme.edit(
        LOGGING,
        "#}\n{{ super() }}{% endblock %}\n\n{% block functions",
        (f"#}}\n{json_}{{{{ super() }}}}{{% endblock %}}\n\n{{% block functions"),
    )
    acme.commit("ours")
    release.release(acme.folder, "v0.1.0")
    return acme


def _next(base: Shell) -> None:
    """Release a base in which a shadowed file, a block and a file's place are others."""
    base.edit(
        "fastapi/outputs/Dockerfile.jinja", "UV_LINK_MODE=copy", "UV_LINK_MODE=hardlink"
    )
    logging = "fastapi/outputs/src/__package__/core/logging.py.jinja"
    base.edit(logging, "JSONRenderer()", "JSONRenderer(sort_keys=True)")
    outputs = base.folder / "fastapi" / "outputs"
    (outputs / "deploy").mkdir()
    (outputs / "compose.yaml.jinja").rename(outputs / "deploy" / "compose.yaml.jinja")
    base.edit("fastapi/manifest.jinja", '"compose.yaml"', '"deploy/compose.yaml"')
    history = 'v0.2.0:\n  moves: {"compose.yaml": "deploy/compose.yaml"}\n'
    (base.folder / "fastapi" / "history.yaml").write_text(history)
    base.commit("v0.2.0")
    base("git", "tag", "v0.2.0")


def _upgraded(acme: Shell) -> None:
    """Bring the next base in, and release the blueprint with it."""
    done = upgrade.run(acme.folder, None)
    assert {
        each.path.partition("/outputs/")[2]: each.verdict for each in done.concerns
    } == {
        "Dockerfile.jinja": "merged",
        "deploy/compose.yaml.jinja": "moved",
        "src/__package__/core/logging.py.jinja": "follows",
    }
    assert done.settled
    acme.edit("acme/CHANGELOG.md", "## 0.1.0", NOTE)
    acme.commit("a newer base")
    release.release(acme.folder, "v0.2.0")


def _project(acme: Shell) -> Shell:
    acme(
        *("bd-scaffold", "create", "../notes", "--example", "notes"),
        *("--blueprint", str(acme.folder)),
    )
    project = Shell(acme.folder.parent / "notes")
    project.edit("README.md", "# Notes", "# Our notes")
    project.edit("compose.yaml", "# acme", "# acme, and ours")
    project.commit("ours")
    return project


def _check(project: Shell) -> None:
    image = project.text("Dockerfile")
    assert "USER 20001" in image
    assert "UV_LINK_MODE=hardlink" in image
    logs = project.text("src/notes/core/logging.py")
    assert 'EventRenamer("message")' in logs
    assert "JSONRenderer(sort_keys=True)" in logs
    assert project.text("README.md").startswith("# Our notes")


def test_a_project_follows_its_team_and_keeps_its_edits(
    released: Shell, base: Shell
) -> None:
    project = _project(released)
    _next(base)
    _upgraded(released)
    project("bd-scaffold", "update")
    _check(project)
    assert project.text("deploy/compose.yaml").endswith("# acme, and ours\n")
    assert not (project.folder / "compose.yaml").exists()


def test_plain_copier_follows_too(released: Shell, base: Shell) -> None:
    project = _project(released)
    _next(base)
    _upgraded(released)
    project("copier", "update", "--quiet")
    _check(project)
    assert project.text("deploy/compose.yaml").endswith("# acme\n")
