"""The files around the generated code, held against the tools that will read them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from surroundings import Write

ROOT = Path(__file__).parents[2]
CODE = ("src", "migrations", "tests", ".bd", ".git")


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-workflows", ".github/workflows/ci.yml"),
        ("vendor.gitlab-ci", ".gitlab-ci.yml"),
        ("vendor.compose-spec", "compose.yaml"),
        ("vendor.renovate", "renovate.json"),
    ],
)
def test_it_is_valid_by_its_schema(either: Path, schema: str, file: str) -> None:
    run = subprocess.run(
        ["check-jsonschema", "--builtin-schema", schema, either / file],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_hadolint_has_nothing_to_say(either: Path) -> None:
    run = subprocess.run(
        ["hadolint", either / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (0, "")


def test_the_image_is_given_all_that_it_copies(either: Path) -> None:
    """What `.dockerignore` holds back cannot be copied."""
    let_in = re.findall(
        r"^!(.+)$", (either / ".dockerignore").read_text(), re.MULTILINE
    )
    copied = re.findall(
        r"^COPY ((?!--from).+) \S+$", (either / "Dockerfile").read_text(), re.MULTILINE
    )
    sources = [source for line in copied for source in line.split()]
    assert sorted(sources) == sorted(let_in)
    assert all((either / source).exists() for source in sources)


def test_actions_are_named_by_commit_and_images_by_full_version(either: Path) -> None:
    workflow = (either / ".github/workflows/ci.yml").read_text()
    used = re.findall(r"uses: (\S+)", workflow)
    assert used
    assert all(re.search(r"@[0-9a-f]{40}$", each) for each in used)
    files = [".gitlab-ci.yml", "compose.yaml", "Dockerfile", ".github/workflows/ci.yml"]
    text = "".join((either / file).read_text() for file in files)
    images = re.findall(
        r"(?:image: |- name: |FROM |--from=)([a-z./-]+/[a-z]+:\S+|[a-z]+:\S+)", text
    )
    assert len(images) > 4
    assert [each for each in images if not re.search(r":\d+\.\d+", each)] == []


def test_ci_installs_in_one_way_wherever_it_runs(either: Path) -> None:
    workflow = yaml.safe_load((either / ".github/workflows/ci.yml").read_text())
    theirs = [
        next(step["run"] for step in workflow["jobs"][job]["steps"] if "run" in step)
        for job in ("check", "test")
    ]
    ours = yaml.safe_load((either / ".gitlab-ci.yml").read_text())
    script = "\n".join(ours[".uv"]["before_script"])
    found = {
        " ".join(re.sub(r'"?[$/]\w+/|["\\]', " ", each).split())
        for each in (*theirs, script)
    }
    assert len(found) == 1
    assert "--locked --default-index https://pypi.org/simple" in found.pop()
    assert workflow["env"]["UV_FROZEN"] == ours["variables"]["UV_FROZEN"] == "1"


@pytest.mark.parametrize(
    ("source", "called", "said"),
    [
        ("", "", "Not checked: set the variable BD_SCAFFOLD"),
        ("bd-scaffold==9", "--from bd-scaffold==9 bd-scaffold check --project .", ""),
    ],
)
def test_ci_checks_the_design_with_what_the_team_names(
    either: Path, tmp_path: Path, source: str, called: str, said: str
) -> None:
    jobs = yaml.safe_load((either / ".github/workflows/ci.yml").read_text())["jobs"]
    (github,) = (each["run"] for each in jobs["design"]["steps"] if "run" in each)
    ours = yaml.safe_load((either / ".gitlab-ci.yml").read_text())["design"]["script"]
    uvx = tmp_path / "uvx"
    uvx.write_text('#!/bin/sh\necho "uvx $*"\n')
    uvx.chmod(0o755)
    for script in (github, *ours):
        run = subprocess.run(
            ["sh", "-e", "-c", script],
            env={"PATH": f"{tmp_path}:/usr/bin:/bin", "BD_SCAFFOLD": source},
            capture_output=True,
            text=True,
            check=True,
        )
        assert said in run.stdout
        assert called in run.stdout
        assert bool(called) == ("uvx" in run.stdout)


def test_only_a_design_for_postgresql_starts_one(
    on_sqlite: Path, on_postgresql: Path
) -> None:
    def services(folder: Path) -> set[str]:
        return set(yaml.safe_load((folder / "compose.yaml").read_text())["services"])

    assert services(on_sqlite) == {"app", "migrate"}
    assert services(on_postgresql) == {"app", "migrate", "database"}


def test_no_password_is_committed(on_postgresql: Path) -> None:
    compose = (on_postgresql / "compose.yaml").read_text()
    assert re.findall(r"PASSWORD: (.)", compose) == ["$"]
    assert ".env\n" in (on_postgresql / ".gitignore").read_text()


@pytest.mark.parametrize(
    ("ci", "files"),
    [
        ("github", [".github/workflows/ci.yml"]),
        ("gitlab", [".gitlab-ci.yml"]),
        ("none", []),
    ],
)
def test_the_design_chooses_who_checks(
    project: Write, ci: str, files: list[str]
) -> None:
    folder = project(f"by-{ci}", f"deployment: {{ci: {ci}}}\n")
    both = [".github/workflows/ci.yml", ".gitlab-ci.yml"]
    assert [file for file in both if (folder / file).exists()] == files


def test_the_example_environment_lists_every_setting(either: Path) -> None:
    (settings,) = (either / "src").glob("*/settings.py")
    fields = re.findall(r"^    ([a-z_]+):", settings.read_text(), re.MULTILINE)
    listed = re.findall(
        r"^# ([A-Z_]+)=", (either / ".env.example").read_text(), re.MULTILINE
    )
    assert sorted(listed) == sorted(field.upper() for field in fields)


def test_every_file_keeps_its_editorconfig(either: Path) -> None:
    for path in around(either):
        text = path.read_bytes().decode("utf-8")
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        assert not re.search(r"[ \t]+$|\t|\r", text, re.MULTILINE), path


def test_hostile_texts_leave_every_file_valid(hostile: Path) -> None:
    for path in around(hostile):
        if path.suffix in {".yml", ".yaml"}:
            assert yaml.safe_load(path.read_text(encoding="utf-8")), path


def around(folder: Path) -> list[Path]:
    """The project's files outside its code."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in CODE
    ]
