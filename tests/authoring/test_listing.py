"""What blueprints there are, and what one is made of, for people and for tools."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from lab import Shell

from bd_scaffold.authoring import listing, override, release
from bd_scaffold.authoring.listing import Output


@pytest.fixture
def made(acme: Shell) -> Shell:
    """Return a blueprint with one of everything."""
    override.start(acme.folder, "Dockerfile", extend=True)
    override.start(acme.folder, "compose.yaml", extend=False)
    outputs = acme.folder / "acme" / "outputs"
    (outputs / "NOTICE.jinja").write_text(
        '{% from "acme/outputs/_ours.jinja" import ours %}\n{{ ours() }}\n'
    )
    (outputs / "_ours.jinja").write_text("{% macro ours() %}{% endmacro %}\n")
    acme.edit("acme/manifest.jinja", "outputs = [", 'outputs = [\n  ["NOTICE", once],')
    acme.edit("acme/manifest.jinja", "dropped = []", 'dropped = [".dockerignore"]')
    (acme.folder / "acme" / "words.yaml").write_text(
        "entity: {properties: {audited: {type: boolean, default: false}}}\n"
    )
    (acme.folder / "acme" / "questions.yml").write_text(
        "team: {type: str, default: ours}\n"
    )
    acme.commit("ours")
    return acme


def test_each_output_is_told_with_its_layer_and_what_that_does(made: Shell) -> None:
    shown = listing.show(str(made.folder))
    blocks = ("build_image", "image", "packages", "environment", "command")
    slots = ("packages", "files", "environment", "stop")
    copied = ("environment", "app_volumes", "app", "services", "volumes")
    assert shown.own == (
        Output("Dockerfile", "acme", "extends", "fastapi", blocks, blocks, slots, ""),
        Output("NOTICE", "acme", "", "", (), (), (), ""),
        Output("compose.yaml", "acme", "replaces", "fastapi", (), (), copied, ""),
    )
    below = {each.path: each for each in shown.outputs if each.layer == "fastapi"}
    assert below["uv.lock"] == Output("uv.lock", "fastapi", "", "", (), (), (), "")
    assert below["src/__package__/main.py"].blocks
    assert ".dockerignore" not in below
    assert "_python" not in below


def test_it_is_told_in_lines(made: Shell, command: Callable[..., str]) -> None:
    said = command(made, "show")
    assert said.startswith("acme, on v0.1.0 of ")
    for passage in (
        "Layers, the lowest first\n  fastapi v0.1.0: ",
        "  NOTICE is new\n  compose.yaml replaces fastapi's\n",
        "Dropped\n  .dockerignore, by acme\n",
        "Words\n  entity.audited, of acme\n",
        "Questions\n  team, of acme\n",
        "  Dockerfile (acme): build_image, image, packages, environment, command, ",
        ", command, slot packages, slot files, slot environment, slot stop\n",
    ):
        assert passage in said
    assert said.splitlines()[-1].startswith("The team owns ")


def test_lines_that_a_team_owns_are_counted_beside_a_forks(
    acme: Shell, base: Shell
) -> None:
    owned = listing.show(str(acme.folder)).owned
    assert owned is not None
    layer = acme.folder / "acme"
    lines = [
        len((layer / name).read_text().splitlines())
        for name in ("manifest.jinja", "words.yaml")
    ]
    assert owned.lines == sum(lines)
    vendored = [
        *(acme.folder / "fastapi").rglob("*"),
        *(acme.folder / "template").iterdir(),
    ]
    texts = [
        path.read_text()
        for path in (
            *vendored,
            acme.folder / "frame.yml",
            acme.folder / "files.json.jinja",
        )
        if path.is_file() and path.name not in ("uv.lock.jinja", "CHANGELOG.md")
    ]
    assert owned.fork == sum(len(text.splitlines()) for text in texts)
    assert owned.share < 1
    (layer / "outputs").mkdir()
    (layer / "outputs" / "uv.lock.jinja").write_text("made\n" * 1000)
    assert listing.show(str(acme.folder)).owned == owned


def test_tools_get_it_as_json(made: Shell, command: Callable[..., str]) -> None:
    said = json.loads(command(made, "show", "--json"))
    assert said["layers"] == [
        {"name": "fastapi", "version": "v0.1.0"},
        {"name": "acme", "version": ""},
    ]
    assert said["words"] == [{"layer": "acme", "word": "entity.audited"}]
    assert said["owned"]["share"] < 5


def test_a_base_is_shown_by_its_name(acme: Shell, command: Callable[..., str]) -> None:
    said = command(acme, "show", "fastapi")
    assert said.startswith("fastapi, for version 1 of the model\n")
    assert "The team owns" not in said
    assert command(Shell(acme.folder.parent), "show", fails=True).endswith(
        "has no blueprint.yaml: it is not a blueprint\n"
    )


def test_a_blueprint_of_an_installed_package_is_listed_and_serves(
    made: Shell, command: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command(made, "list").startswith(
        "fastapi  bd://fastapi.git  with bd-scaffold\n"
    )
    release.release(made.folder, "v0.1.0")
    made("uv", "build", "--quiet")
    site = made.folder.parent / "site"
    wheel = next((made.folder / "dist").glob("*.whl"))
    made(
        "uv",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        str(site),
        str(wheel),
    )
    monkeypatch.setenv("PYTHONPATH", str(site))
    said = json.loads(command(made, "list", "--json"))
    assert said["blueprints"][0] == {
        "name": "acme",
        "address": "bd://acme.git",
        "versions": ["v0.1.0"],
        "origin": "acme-blueprint 0.1.0",
    }
    assert command(made, "show", "acme").startswith("acme, on v0.1.0 of ")
    command(made, "new", "payments", "../payments", "--extends", "acme")
    assert (made.folder.parent / "payments" / "acme" / "manifest.jinja").is_file()
