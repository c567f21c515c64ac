"""Where plain Copier would lose work under settings that people have, it is told before."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from changes import LAB, STEPS
from repository import commit, copy, create, git, run
from tools import offer_tools

from bd_scaffold import compiling, report, update

EDITED = "src/lab/settings.py"
NEW = next(step.new for step in STEPS if step.name == "optional field added")

SETTINGS = {
    "whitespace": "[apply]\n\twhitespace = error\n",
    "ignored": "[core]\n\texcludesFile = {}/ignored\n",
    "undiffed": "[core]\n\tattributesFile = {}/attributes\n",
    "binary": "",
    "sparse": "",
}
SAID = {
    "whitespace": (
        "apply.whitespace=error: git would refuse the edits of all files for the blanks in "
        f"{EDITED}:%LINE (`git config apply.whitespace warn` ends that in this repository)"
    ),
    "ignored": "%FOLDER/ignored: the edits would be dropped of .env.example",
    "undiffed": f"%FOLDER/attributes: the edits would be dropped of {EDITED}",
    "binary": "no text: the template's would replace README.md",
    "sparse": "a sparse checkout: nothing would be updated of Dockerfile, ",
}
"""The settings, and what is said of each."""


@pytest.fixture(autouse=True)
def _tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Copier find the blueprint that comes with the package."""
    offer_tools(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with edits, one of which ends in blanks, and a design that has changed."""
    folder = tmp_path_factory.mktemp("lab") / "lab"
    create(folder, LAB)
    for path, text in {EDITED: "\nMINE = 1  \n", ".env.example": "MINE=1\n"}.items():
        with (folder / path).open("a", encoding="utf-8") as file:
            file.write(text)
    commit(folder)
    (folder / "design.yaml").write_text(NEW)
    return folder


@pytest.fixture(params=SETTINGS)
def kind(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    kind: str = request.param
    config = tmp_path / "gitconfig"
    config.write_text(SETTINGS[kind].format(tmp_path))
    (tmp_path / "ignored").write_text(".env*\n")
    (tmp_path / "attributes").write_text("settings.py -diff\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    return kind


@pytest.fixture
def project(lab: Path, tmp_path: Path, kind: str) -> Path:
    folder = copy(lab, tmp_path / "lab")
    if kind == "binary":
        (folder / "README.md").write_bytes(b"\0 of the team")
        git(folder, "commit", "--quiet", "-m", "binary", "README.md")
    if kind == "sparse":
        git(folder, "status")  # of the copied files, git knows the times then
        git(
            folder,
            "sparse-checkout",
            "set",
            "--no-cone",
            "/*",
            "!/Dockerfile",
            "!/src/lab/api.py",
        )
    return folder


def test_plain_copier_stops_where_it_would_lose_work(
    project: Path, kind: str, tmp_path: Path
) -> None:
    line = str((project / EDITED).read_text().count("\n"))
    said = SAID[kind].replace("%LINE", line).replace("%FOLDER", str(tmp_path))
    compiled = [*report.compiled_lines(compiling.compile_design(project, ("*",)))]
    assert [each for each in compiled if said in each], compiled
    assert compiled[-1] == "Run `bd-scaffold update`, which loses nothing."
    git(project, "add", "--sparse", "design.yaml", ".bd", "migrations")
    git(project, "commit", "--quiet", "-m", "design")
    fetch = ("copier", "update", "--quiet", "--defaults")
    if (
        kind != "whitespace"
    ):  # the first thing that Copier starts is as good, and quicker
        fetch = ("git", "ls-remote", "bd://fastapi.git")
    stopped = subprocess.run(
        fetch, cwd=project, capture_output=True, text=True, check=False
    )
    assert stopped.returncode != 0
    words = " ".join(stopped.stderr.split())
    assert "plain `copier update` would lose work here" in words
    assert " ".join(said.split()) in words
    assert git(project, "status", "--porcelain") == ""


def test_settings_that_meet_nothing_stop_nobody(
    lab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "gitconfig"
    config.write_text(
        "[apply]\n\twhitespace = error\n[core]\n\texcludesFile = /dev/null\n"
    )
    folder = copy(lab, tmp_path / "lab")
    settings = folder / EDITED
    settings.write_text(settings.read_text().replace("1  \n", "1\n"))
    with (folder / ".copier-answers.yml").open("a") as answers:
        answers.write("# ours\n")
    (folder / "logo.png").write_bytes(b"\0")
    commit(folder)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    assert "refs/tags/v" in git(folder, "ls-remote", "bd://fastapi.git")


def test_our_own_update_loses_nothing(project: Path) -> None:
    before = {
        path: git(project, "show", f"HEAD:{path}")
        for path in (EDITED, ".env.example", "README.md")
    }
    assert run(project).conflicts == ()
    commit(project)
    for path, text in before.items():
        if "\0" in text:
            assert git(project, "show", f"HEAD:{path}") == text
        elif path != "README.md":
            assert git(project, "show", f"HEAD:{path}").endswith(text[-12:])
    assert "weight" in git(project, "show", "HEAD:src/lab/models/item.py")


def test_a_check_finds_what_plain_copier_took(lab: Path, tmp_path: Path) -> None:
    folder = copy(lab, tmp_path / "lab")
    run(folder)
    commit(folder)
    git(folder, "revert", "--no-commit", "HEAD")
    git(folder, "commit", "--quiet", "-m", "back")
    git(folder, "checkout", "HEAD^", "--", ".copier-answers.yml", ".bd", "design.yaml")
    settings = folder / EDITED
    settings.write_text(settings.read_text().replace("\nMINE = 1  \n", ""))
    (folder / ".env.example").unlink()
    assert [each.message for each in update.drifts(folder, design_only=True)][:1] == [
        f"an update took the edits of .env.example, {EDITED}"
    ]
    (folder / ".env.example").write_text("MINE=1\n")
    settings.write_text("MINE = 1\n")
    found = update.drifts(folder, design_only=True)
    assert not [each for each in found if "took" in each.message]
