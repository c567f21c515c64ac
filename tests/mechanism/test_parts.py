"""A part adds files and fills slots where the model asks for it, for us as for plain Copier."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from lab import PARTS, Shell, entity, lay_blueprint, lay_design, lay_parts, model

from bd_scaffold.render.render import Rendering
from bd_scaffold.tree import Tree

ORDER = entity("Order", "number")
INVOICE = entity("Invoice", "total")
BOTH = ("audit", "search")
SERVICE = "src/shop/orders/service.py"
MAIN = "src/shop/main.py"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the small blueprint, with parts."""
    there = tmp_path / "blueprint"
    lay_blueprint(there)
    lay_parts(there)
    return there


def _tree(folder: Path, *parts: str) -> Tree:
    stored = model(ORDER, INVOICE, parts=parts)
    return Rendering(json.loads(stored), folder, {"bd_model": stored}).tree()


def _add(folder: Path, path: str, text: str) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text((file.read_text() if file.exists() else "") + text)


def test_with_nothing_filled_the_output_is_that_of_a_template_without_slots(
    folder: Path,
) -> None:
    with_slots = _tree(folder)
    for path in (MAIN, "__slice__/service.py"):
        name = path.replace("shop", "__package__")
        template = folder / "fastapi" / "outputs" / f"{name}.jinja"
        lines = template.read_text().split("\n")
        slots = [i for i, line in enumerate(lines) if "in fills." in line]
        gone = {i + n for i in slots for n in range(3)}
        kept = [line for i, line in enumerate(lines) if i not in gone]
        template.write_text("\n".join(kept))
    assert _tree(folder) == with_slots


def test_a_part_adds_its_files_and_fills_slots_where_the_model_asks_for_it(
    folder: Path,
) -> None:
    plain, audited = _tree(folder), _tree(folder, "audit")
    assert audited.keys() - plain.keys() == {"src/shop/audit.py"}
    assert "    audited = True\n" in audited[SERVICE]
    changed = {path for path in plain if plain[path] != audited[path]}
    services = {SERVICE, "src/shop/invoices/service.py"}
    assert changed == {MAIN, *services, ".copier-answers.yml"}


def test_a_slot_file_sees_what_the_template_sees_that_includes_it(
    folder: Path,
) -> None:
    made = _tree(folder, "audit")
    assert '    "Order/audit of shop",\n' in made[MAIN]
    assert '    "Invoice/audit of shop",\n' in made[MAIN]


def test_a_file_of_a_part_is_there_for_items_that_meet_its_condition(
    folder: Path,
) -> None:
    made = _tree(folder, "search")
    assert made["src/shop/orders/search.py"] == 'NAME = "Order"\n'
    assert "src/shop/invoices/search.py" not in made


def test_fills_stand_in_the_order_of_the_parts_unless_one_says_its_place(
    folder: Path,
) -> None:
    made = _tree(folder, *BOTH)
    assert '    searched = "order"\n    audited = True\n' in made[SERVICE]
    assert '    "Order/audit of shop",\n    "Order/search",\n' in made[MAIN]
    turned = _tree(folder, *reversed(BOTH))
    assert turned[SERVICE] == made[SERVICE]
    assert '    "Order/search",\n    "Order/audit of shop",\n' in turned[MAIN]


def test_a_layer_above_fills_slots_without_a_part_after_those_below(
    folder: Path,
) -> None:
    _add_layer(folder, '{% set fills = [["__slice__/service.py", "methods"]] %}\n')
    _add(folder, "acme/slots/__slice__/service.py/methods.jinja", "    ours = True\n")
    assert "    ours = True\n" in _tree(folder)[SERVICE]
    assert "    audited = True\n    ours = True\n" in _tree(folder, "audit")[SERVICE]


def test_a_part_of_a_layer_above_is_switched_by_that_layers_own_condition(
    folder: Path,
) -> None:
    _add_layer(
        folder, '{% set parts = ["loud"] if model.project.title == "Loud" else [] %}\n'
    )
    manifest = '{% set outputs = [["loud.txt", "project"]] %}\n'
    _add(folder, "acme/parts/loud/manifest.jinja", manifest)
    _add(folder, "acme/parts/loud/outputs/loud.txt.jinja", "LOUD\n")
    stored = model(ORDER, title="Loud")
    loud = Rendering(json.loads(stored), folder, {"bd_model": stored}).tree()
    assert loud["loud.txt"] == "LOUD\n"
    assert "loud.txt" not in _tree(folder)


def test_a_layer_above_stands_for_a_parts_file(folder: Path) -> None:
    _add_layer(folder, "")
    _add(folder, "acme/outputs/src/__package__/audit.py.jinja", "ON = None\n")
    assert "src/shop/audit.py" not in _tree(folder)
    assert _tree(folder, "audit")["src/shop/audit.py"] == "ON = None\n"


def test_a_part_that_would_stand_for_another_file_unsaid_is_refused(
    folder: Path,
) -> None:
    _rewrite(folder, "audit", "src/__package__/audit.py", "README.md")
    with pytest.raises(UndefinedError, match="parts/audit makes README\\.md, which"):
        _tree(folder, "audit")


def test_a_part_may_say_that_it_replaces_a_file(folder: Path) -> None:
    _add(
        folder,
        "fastapi/parts/audit/manifest.jinja",
        '{% set replaces = ["README.md"] %}\n',
    )
    _add(folder, "fastapi/parts/audit/outputs/README.md.jinja", "# Audited\n")
    assert _tree(folder, "audit")["README.md"] == "# Audited\n"
    assert _tree(folder)["README.md"].startswith("# Shop\n")


def test_a_slot_that_no_template_offers_can_not_be_filled(folder: Path) -> None:
    _rewrite(folder, "audit", '"methods"', '"method"')
    said = r"service\.py/method\.jinja fills a slot that __slice__"
    with pytest.raises(UndefinedError, match=said):
        _tree(folder, "audit")


def test_what_fills_a_slot_of_a_file_that_is_not_there_is_left_out(
    folder: Path,
) -> None:
    assert "src/shop/search.py" not in _tree(folder, "audit")
    assert "AUDITED = True\n" in _tree(folder, *BOTH)["src/shop/search.py"]


def test_what_a_part_fills_is_part_of_what_a_file_is_made_from(folder: Path) -> None:
    old_text, new_text = model(ORDER), model(ORDER, parts=("audit",))
    old = Rendering(json.loads(old_text), folder, {"bd_model": old_text})
    new = Rendering(json.loads(new_text), folder, {"bd_model": new_text}, old)
    old.tree()
    rows = {row["path"]: row for row in new.rows}
    known = {
        row["path"] for row in old.rows if new.is_known(rows[row["path"]], old, row)
    }
    assert {SERVICE, MAIN} & known == set()
    assert {"README.md", "tests/orders/test_order.py"} <= known


# Plain Copier


@pytest.fixture
def released(blueprint: Shell) -> Shell:
    """Return the blueprint's repository with v1.1.0, which has parts."""
    lay_parts(blueprint.folder)
    blueprint.commit("v1.1.0")
    blueprint("git", "tag", "v1.1.0")
    return blueprint


def _files(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] not in {".git", ".bd"}
    }


@pytest.mark.parametrize("parts", [(), ("audit",), ("search",), BOTH])
def test_copier_copy_and_update_make_our_tree_with_any_parts(
    project: Shell,
    released: Shell,
    update: Callable[..., str],
    tmp_path: Path,
    parts: tuple[str, ...],
) -> None:
    stored = model(ORDER, INVOICE, parts=parts)
    copied = tmp_path / "copied"
    lay_design(copied, "name: shop\nx: 1\n", stored)
    Shell(tmp_path)("copier", "copy", "--quiet", str(released.folder), str(copied))
    lay_design(project.folder, "name: shop\nx: 1\n", stored)
    project.commit("design")
    update()
    answers = {"_commit": "v1.1.0", "_src_path": str(released.folder)}
    ours = Rendering(
        json.loads(stored), released.folder, {**answers, "bd_model": stored}
    ).tree()
    assert _files(copied) == {**ours, "design.yaml": "name: shop\nx: 1\n"}
    assert _files(project.folder) == _files(copied)


def test_a_part_that_is_switched_off_takes_its_files_and_fills_away_and_an_edit_stays(
    project: Shell, released: Shell, update: Callable[..., str]
) -> None:
    project.edit(SERVICE, "# the end", "# the end\n\nMINE = 1")
    project.commit("edit")
    for number, parts in enumerate((BOTH, ())):
        stored = model(ORDER, parts=parts)
        lay_design(project.folder, f"name: shop\nx: {number}\n", stored)
        project.commit("design")
        update()
        assert (project.folder / "src/shop/audit.py").exists() is bool(parts)
        assert ("audited = True" in project.text(SERVICE)) is bool(parts)
        assert "MINE = 1" in project.text(SERVICE)
        project.commit("updated")
    assert project.text(MAIN) == _tree(released.folder)[MAIN].replace(
        '    "Invoice",\n', ""
    )


# Changes of the blueprint


def _add_layer(folder: Path, more: str) -> None:
    """Put an own layer above the blueprint's."""
    manifest = "{% set outputs = [] %}\n{% set dropped = [] %}\n"
    _add(folder, "acme/manifest.jinja", manifest + more)
    (folder / "layers.jinja").write_text('{% set layers = ["fastapi", "acme"] %}\n')


def _rewrite(folder: Path, part: str, old: str, new: str) -> None:
    manifest = folder / "fastapi" / "parts" / part / "manifest.jinja"
    assert old in PARTS[f"{part}/manifest.jinja"]
    manifest.write_text(manifest.read_text().replace(old, new))
