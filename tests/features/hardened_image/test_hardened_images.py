"""A hardened image is one that hadolint has nothing to say of, whatever else is in it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from bd_scaffold import pipeline

PLAIN = "entities: {Box: {fields: {name: string(20)}}}\n"
WITH_MORE = (
    "security: {authentication: jwt, roles: {admin: ['*']}}\n"
    "events: {BoxMade: {from: [Box.create], fields: [name]}}\n"
    "realtime: {boxes: {of: Box, join: admin, events: [BoxMade]}}\n"
    "files: {}\n"
    "entities: {Box: {fields: {name: string(20)}, access: {read: admin, write: admin}}}\n"
)


def dockerfile_of(more: str, word: str = "deployment: {image: hardened}\n") -> str:
    text = f"name: lab\n{word}{more}".encode()
    model = pipeline.build(pipeline.check(text, "design.yaml"))
    return dict(pipeline.render(text, model))["Dockerfile"]


@pytest.mark.parametrize("more", [PLAIN, WITH_MORE], ids=["plain", "with more"])
def test_hadolint_has_nothing_to_say_of_it(more: str, tmp_path: Path) -> None:
    file = tmp_path / "Dockerfile"
    file.write_text(dockerfile_of(more))
    run = subprocess.run(
        ["hadolint", file], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (0, "")


def test_nothing_is_set_twice() -> None:
    lines = dockerfile_of(WITH_MORE).splitlines()
    said = [line for line in lines if line.startswith("ENV ")]
    names = [word.partition("=")[0] for line in said for word in line.split()[1:]]
    own = [name for name in names if name.startswith("UVICORN_")]
    assert sorted(own) == [
        "UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN",
        "UVICORN_WS_PER_MESSAGE_DEFLATE",
    ]
    plain = dockerfile_of(WITH_MORE, "").splitlines()
    assert "ENV UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN=20" in plain


def test_ci_says_what_it_is_built_of() -> None:
    word = "deployment: {image: hardened, ci: [github, gitlab]}\n"
    text = f"name: lab\n{word}{PLAIN}".encode()
    model = pipeline.build(pipeline.check(text, "design.yaml"))
    files = dict(pipeline.render(text, model))
    github = yaml.safe_load(files[".github/workflows/ci.yml"])
    [_, build] = github["jobs"]["image"]["steps"]
    [other] = yaml.safe_load(files[".gitlab-ci.yml"])["build"]["script"]
    for said in (build["run"], other):
        for name in ("VERSION", "COMMIT"):
            assert f"--build-arg {name}=" in said
        assert said.startswith("docker build --build-arg UV_DEFAULT_INDEX ")
        assert said.rstrip().endswith(" .")


def test_without_the_word_it_is_the_plain_one() -> None:
    assert "sbom" in dockerfile_of(PLAIN)
    plain = dockerfile_of(PLAIN, "")
    assert "sbom" not in plain
    assert plain == dockerfile_of(PLAIN, "deployment: {image: plain}\n")


def test_a_design_without_an_image_is_told_of_the_word() -> None:
    word = "deployment: {container: false, image: hardened}\n"
    text = f"name: lab\n{word}{PLAIN}".encode()
    [note] = pipeline.noted(text, "design.yaml")
    assert str(note) == (
        "design.yaml:2:32 BD1034 deployment.image: There is no image to harden: container is "
        "false. Write container: true, or leave the word out."
    )
    model = pipeline.build(pipeline.check(text, "design.yaml"))
    assert "Dockerfile" not in dict(pipeline.render(text, model))
