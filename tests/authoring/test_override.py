"""An overlay starts as what stands beneath it, and changes nothing until somebody edits it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lab import Shell

from bd_scaffold import pipeline
from bd_scaffold.authoring import contents, extension_points, override
from bd_scaffold.model import store
from bd_scaffold.render import render
from bd_scaffold.sources.stack import BlueprintError

DESIGN = """\
name: shop
areas: {sales: [Order]}
enums: {Status: [open, paid]}
entities:
  Order: {fields: {number: string(20) unique, status: Status}}
"""


def _rendered(blueprint: Shell) -> dict[str, str]:
    model = pipeline.build(pipeline.check(DESIGN.encode(), "design.yaml"))
    stored = store.dump(model)
    return render.Rendering(
        store.read(stored), blueprint.folder, {"bd_model": stored}
    ).tree()


def _with_blocks(blueprint: Shell) -> list[str]:
    there = contents.read(blueprint.folder)
    return [
        output
        for output in there.rows(own=False)
        if extension_points.all_blocks(there.shadowed(output), there.files)
    ]


def test_overlays_of_all_blocks_change_nothing_at_first(acme: Shell) -> None:
    before = _rendered(acme)
    outputs = _with_blocks(acme)
    assert {"Dockerfile", "pyproject.toml", "src/__package__/core/logging.py"} <= {
        *outputs
    }
    for output in outputs:
        assert override.start(acme.folder, output, extend=None).extends
    assert _rendered(acme) == before


def test_copies_of_all_outputs_change_nothing_at_first(acme: Shell) -> None:
    before = _rendered(acme)
    for output in contents.read(acme.folder).rows(own=False):
        assert not override.start(acme.folder, output, extend=False).extends
    assert _rendered(acme) == before


def test_a_block_is_filled_beside_what_stands_there(acme: Shell) -> None:
    override.start(acme.folder, "Dockerfile", extend=True)
    text = acme.text("acme/outputs/Dockerfile.jinja")
    assert text.startswith(
        "{# model: the whole design, resolved #}\n"
        '{% extends "fastapi/outputs/Dockerfile.jinja" %}\n'
    )
    assert "{% block packages %}\n{% endblock %}\n" in text
    assert (
        "{% block image %}\n"
        "{# This stands there now:\n"
        "FROM python:3.13.15-slim-trixie\n"
        "#}\n"
        "{{ super() }}{% endblock %}\n"
    ) in text
    acme.edit(
        "acme/outputs/Dockerfile.jinja",
        "{% block packages %}\n",
        "{% block packages %}\nRUN true\n",
    )
    assert (
        "FROM python:3.13.15-slim-trixie\nRUN true\n" in _rendered(acme)["Dockerfile"]
    )


@pytest.mark.parametrize(
    ("file", "output"),
    [
        ("Dockerfile", "Dockerfile"),
        ("./Dockerfile", "Dockerfile"),
        ("fastapi/outputs/Dockerfile.jinja", "Dockerfile"),
        ("src/__package__/core/logging.py", "src/__package__/core/logging.py"),
        ("src/shop/core/logging.py", "src/__package__/core/logging.py"),
        ("src/shop/core/service.py", "src/__package__/core/service.py"),
        ("src/shop/orders/service.py", "__slice__/service.py"),
        ("src/shop/sales/orders/service.py", "__slice__/service.py"),
        ("src/shop/models/order.py", "src/__package__/models/__entity__.py"),
        ("src/shop/models/base.py", "src/__package__/models/base.py"),
        ("tests/core/test_service.py", "tests/core/test_service.py"),
        ("tests/sales/orders/resource.py", "__tests__/resource.py"),
        ("deploy/kubernetes/base/api.yaml", "deploy/kubernetes/base/api.yaml"),
        (
            "deploy/helm/shop/values-staging.yaml",
            "deploy/helm/__chart__/values-__environment_name__.yaml",
        ),
        ("docs/decisions/0001-one-deployable.md", "docs/decisions/__decision__.md"),
    ],
)
def test_an_output_is_known_by_a_projects_file_too(
    file: str, output: str, acme: Shell
) -> None:
    assert override.start(acme.folder, file, extend=None).output == output


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (
            "Dockerfil",
            '"Dockerfil" is no output of the layers below. Did you mean "Dockerfile"?',
        ),
        (
            "nowhere/at/all.txt",
            '"nowhere/at/all.txt" is no output of the layers below.',
        ),
        (
            "src/shop/sales/__init__.py",
            "of __area__/__init__.py or __slice__/__init__.py: say which of them you mean",
        ),
        (
            "_python.jinja",
            "by its full path, so a file of yours would not stand for it",
        ),
        (
            ".editorconfig",
            "has no blocks to fill: `--replace` makes the whole file yours",
        ),
    ],
)
def test_what_cannot_be_an_overlay_is_said_and_nothing_written(
    file: str, said: str, acme: Shell
) -> None:
    with pytest.raises(BlueprintError) as error:
        override.start(acme.folder, file, extend=True)
    assert str(error.value).endswith(said)
    assert acme.changes() == []


def test_what_is_there_already_stays(acme: Shell, command: Callable[..., str]) -> None:
    said = command(acme, "override", "Dockerfile", "--replace")
    assert said == (
        "acme/outputs/Dockerfile.jinja replaces fastapi/outputs/Dockerfile.jinja, "
        "and is a copy of it now\n"
    )
    acme.edit("acme/outputs/Dockerfile.jinja", "USER 10001", "USER 10002")
    said = command(acme, "override", "Dockerfile", fails=True)
    assert said == "bd-scaffold: acme/outputs/Dockerfile.jinja is there already\n"
    assert "USER 10002" in acme.text("acme/outputs/Dockerfile.jinja")


def test_a_base_has_nothing_to_stand_for(base: Shell) -> None:
    with pytest.raises(
        BlueprintError, match="extends no other blueprint: it is a base"
    ):
        override.start(base.folder, "Dockerfile", extend=None)
