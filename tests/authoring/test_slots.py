"""A slot that a team fills is shown, traced to its line, and followed when the base changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lab import Shell

from bd_scaffold import pipeline
from bd_scaffold.authoring import contents, listing, override, shadows, upgrade, where
from bd_scaffold.authoring.listing import Filled
from bd_scaffold.authoring.override import Fill
from bd_scaffold.authoring.shadows import Concern
from bd_scaffold.sources import blueprints
from bd_scaffold.sources.blueprints import Blueprint
from bd_scaffold.sources.stack import BlueprintError

MAIN = "src/__package__/main.py"
TEMPLATE = f"fastapi/outputs/{MAIN}.jinja"
OURS = f"acme/slots/{MAIN}/routers.jinja"
LINE = "    app.include_router(status)\n"
FOR = "{% for fill in fills.routers %}"
LOOP = FOR + "\n{% include fill %}\n{% endfor %}\n"


@pytest.fixture
def filled(acme: Shell) -> Shell:
    """Return a blueprint that fills a slot of the base's `main.py`."""
    made = override.fill(acme.folder, MAIN, "routers")
    assert made == Fill(OURS, MAIN, "routers", "acme/manifest.jinja")
    (acme.folder / OURS).write_text(f"{{# ours #}}\n{LINE}")
    with (acme.folder / "acme/manifest.jinja").open("a") as manifest:
        manifest.write(f'{{% set fills = [["{MAIN}", "routers"]] %}}\n')
    acme.commit("ours")
    return acme


def _release(base: Shell, *edits: tuple[str, str, str]) -> None:
    for edit in edits:
        base.edit(*edit)
    base.commit("v0.2.0")
    base("git", "tag", "v0.2.0")


def _concern(filled: Shell) -> Concern:
    (concern,) = upgrade.run(filled.folder, None).concerns
    assert (concern.path, concern.beneath) == (OURS, TEMPLATE)
    return concern


def test_a_slot_of_nobodys_is_refused_with_those_that_there_are(acme: Shell) -> None:
    with pytest.raises(BlueprintError, match=r'Did you mean "routers"\?'):
        override.fill(acme.folder, MAIN, "router")
    with pytest.raises(BlueprintError, match="It has none"):
        override.fill(acme.folder, "alembic.ini", "settings")


def test_a_text_for_a_slot_is_never_written_over(filled: Shell) -> None:
    with pytest.raises(BlueprintError, match="is there already"):
        override.fill(filled.folder, MAIN, "routers")


def test_a_slot_is_known_by_a_projects_file(acme: Shell) -> None:
    made = override.fill(acme.folder, "src/shop/orders/dependencies.py", "repository")
    assert made.output == "__slice__/dependencies.py"
    text = acme.text("acme/slots/__slice__/dependencies.py/repository.jinja")
    assert text == "{# entity: one of model.entities #}\n"


def test_it_is_shown_who_fills_a_slot(
    filled: Shell, command: Callable[..., str]
) -> None:
    shown = listing.show(str(filled.folder))
    assert Filled(MAIN, "routers", "acme", "") in shown.fills
    assert Filled("tests/fakes.py", "methods", "fastapi", "cursor") in shown.fills
    said = command(filled, "show")
    assert f"\n  {MAIN}: routers, by acme\n" in said
    assert "\n  tests/fakes.py: methods, by fastapi's part cursor\n" in said


def test_a_generated_line_is_traced_to_the_slot_and_to_who_fills_it(
    filled: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = b"name: shop\nentities:\n  Order: {fields: {no: string(9)}, pagination: cursor}\n"
    folder, address = tmp_path / "shop", str(filled.folder)
    pipeline.create(
        text,
        "shop",
        folder,
        repository=False,
        progress=lambda _: None,
        origin=pipeline.Origin(address),
    )
    monkeypatch.chdir(folder)
    made_with = Blueprint(address, "", filled.folder)
    monkeypatch.setattr(blueprints, "opened", lambda *_: made_with)
    main = Path("src/shop/main.py")
    number = main.read_text().splitlines(keepends=True).index(LINE) + 1
    include = filled.text(TEMPLATE).split("\n").index(FOR) + 2
    told = [*where.lines_of(where.find(main), number, every=False)]
    assert told[0].endswith(f"{OURS}:2")
    assert any(f"{TEMPLATE}:{include}" in line for line in told)
    fakes = Path("tests/fakes.py")
    number = fakes.read_text()[: fakes.read_text().index("def cursor_page")].count("\n")
    told = [*where.lines_of(where.find(fakes), number + 1, every=False)]
    assert "fastapi/parts/cursor/slots/tests/fakes.py/methods.jinja:" in told[0]


def test_a_slot_that_stays_needs_nobody(filled: Shell, base: Shell) -> None:
    _release(base, (TEMPLATE, '"""The composition root', '"""Composition root'))
    assert upgrade.run(filled.folder, None).concerns == ()


def test_a_change_around_a_slot_is_shown_beside_the_text(
    filled: Shell, base: Shell, command: Callable[..., str]
) -> None:
    _release(base, (TEMPLATE, "    include_routers(app)\n", "    include_all(app)\n"))
    said = command(filled, "upgrade")
    assert f"{TEMPLATE} changed around a slot that you fill: does yours still" in said
    assert "-    include_routers(app)" in said
    assert "+    include_all(app)" in said
    assert "|    app.include_router(status)" in said


def test_a_slot_of_another_name_is_an_open_question(
    filled: Shell, base: Shell, command: Callable[..., str]
) -> None:
    _release(
        base,
        (TEMPLATE, "in fills.routers", "in fills.more_routers"),
        (
            "fastapi/manifest.jinja",
            '"exposed_headers", "routers"',
            '"exposed_headers", "more_routers"',
        ),
    )
    said = command(filled, "upgrade", fails=True)
    assert (
        f"{TEMPLATE} no longer has a slot that you fill, so its text is left out"
        in said
    )
    assert f"New extension points\n  {MAIN}: more_routers\n" in said
    assert f"{OURS}: fill another slot or block than routers\n" in said


def test_a_slot_that_is_gone_is_an_open_question(filled: Shell, base: Shell) -> None:
    _release(
        base,
        (TEMPLATE, LOOP, ""),
        ("fastapi/manifest.jinja", ', "routers", "lifespan"]', ', "lifespan"]'),
    )
    concern = _concern(filled)
    assert (concern.verdict, concern.blocks) == (shadows.UNOFFERED, ("routers",))
    assert concern.open
    there = contents.read(filled.folder)
    assert OURS in there.files


def test_a_file_that_is_gone_takes_its_slots_along(filled: Shell, base: Shell) -> None:
    (base.folder / TEMPLATE).unlink()
    _release(
        base,
        ("fastapi/manifest.jinja", f'  ["{MAIN}", once],\n', ""),
        (
            "fastapi/manifest.jinja",
            (
                f'  "{MAIN}": ["imports", "application", "inner_middleware", '
                '"outer_middleware", "allowed_headers", "exposed_headers", '
                '"routers", "lifespan"],\n'
            ),
            "",
        ),
    )
    (concern,) = upgrade.run(filled.folder, None).concerns
    assert (concern.path, concern.verdict) == (OURS, shadows.GONE)
