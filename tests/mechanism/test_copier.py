"""Plain Copier makes, follows and protects a project: no `--trust`, no prompt, no network."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from lab import Shell, entity, lay_design, model

from bd_scaffold.render.render import Rendering

ORDER = entity("Order", "number")
INVOICE = entity("Invoice", "total")
Update = Callable[..., str]


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] not in {".git", ".bd"}
    }


def test_our_own_rendering_equals_copier_copy(project: Shell, blueprint: Shell) -> None:
    stored = model(ORDER)
    answers = {
        "_commit": "v1.0.0",
        "_src_path": str(blueprint.folder),
        "bd_model": stored,
    }
    ours = Rendering(json.loads(stored), blueprint.folder, answers).tree()
    theirs = _files(project.folder)
    del theirs["design.yaml"]
    assert {path: text.encode() for path, text in ours.items()} == theirs


def test_a_changed_design_arrives_and_an_edit_stays(
    project: Shell, update: Update
) -> None:
    project.edit("src/shop/orders/service.py", "# the end", "# the end\n\nMINE = 1")
    project.commit("edit")
    changed = model(entity("Order", "number", "total"), INVOICE)
    lay_design(project.folder, "name: shop\nx: 1\n", changed)
    project.commit("design")
    update()
    service = project.text("src/shop/orders/service.py")
    assert '["number", "total"]' in service
    assert "MINE = 1" in service
    assert (project.folder / "src/shop/invoices/service.py").is_file()
    assert '"Invoice"' in project.text("src/shop/main.py")


def test_a_second_update_changes_nothing(project: Shell, update: Update) -> None:
    lay_design(project.folder, "name: shop\nx: 1\n", model(ORDER, INVOICE))
    project.commit("design")
    update()
    project.commit("updated")
    update()
    assert project.changes() == []


def test_an_update_of_an_unchanged_project_changes_nothing(
    project: Shell, update: Update
) -> None:
    update()
    assert project.changes() == []


def test_a_new_version_of_the_blueprint_arrives_and_an_edit_stays(
    project: Shell, blueprint: Shell, update: Update
) -> None:
    project.edit("README.md", "Last line.", "My line.")
    project.commit("edit")
    blueprint.edit("fastapi/outputs/README.md.jinja", "First line.", "Better line.")
    blueprint.commit("v2.0.0")
    blueprint("git", "tag", "v2.0.0")
    update()
    readme = project.text("README.md")
    assert "Better line." in readme
    assert "My line." in readme
    assert '_commit: "v2.0.0"' in project.text(".copier-answers.yml")
    project.commit("updated")
    update()
    assert project.changes() == []


def test_a_new_blueprint_and_a_changed_design_arrive_together(
    project: Shell, blueprint: Shell, update: Update
) -> None:
    project.edit("src/shop/orders/service.py", "# the end", "# the end\n\nMINE = 1")
    project.commit("edit")
    blueprint.edit("fastapi/outputs/README.md.jinja", "First line.", "Better line.")
    blueprint.commit("v2.0.0")
    blueprint("git", "tag", "v2.0.0")
    lay_design(project.folder, "name: shop\nx: 1\n", model(ORDER, INVOICE))
    project.commit("design")
    update()
    assert "Better line." in project.text("README.md")
    assert (project.folder / "src/shop/invoices/service.py").is_file()
    assert "MINE = 1" in project.text("src/shop/orders/service.py")


def test_the_design_alone_arrives_with_the_blueprint_kept(
    project: Shell, blueprint: Shell
) -> None:
    blueprint.edit("fastapi/outputs/README.md.jinja", "First line.", "Better line.")
    blueprint.commit("v2.0.0")
    blueprint("git", "tag", "v2.0.0")
    lay_design(project.folder, "name: shop\nx: 1\n", model(ORDER, INVOICE))
    project.commit("design")
    project("copier", "update", "--vcs-ref=:current:")
    assert "First line." in project.text("README.md")
    assert (project.folder / "src/shop/invoices/service.py").is_file()
    assert '_commit: "v1.0.0"' in project.text(".copier-answers.yml")


def test_an_edit_where_the_design_changed_too_is_a_conflict(
    project: Shell, update: Update
) -> None:
    project.edit("src/shop/orders/service.py", '["number"]', '["number", "mine"]')
    project.commit("edit")
    changed = model(entity("Order", "number", "total"))
    lay_design(project.folder, "name: shop\nx: 1\n", changed)
    project.commit("design")
    update()
    assert "UU src/shop/orders/service.py" in project.changes()


def test_a_design_that_was_not_compiled_is_said(project: Shell, update: Update) -> None:
    (project.folder / "design.yaml").write_text("name: shop\nx: 1\n")
    project.commit("design")
    said = " ".join(update(fails=True).split())
    assert "design.yaml changed after .bd/model.yaml was compiled" in said
    assert "Run `bd-scaffold compile`, commit, and retry." in said
    assert "Traceback" not in said
    assert project.changes() == []


def test_a_missing_compiled_design_is_said(tmp_path: Path, blueprint: Shell) -> None:
    shell = Shell(tmp_path)
    said = shell("copier", "copy", str(blueprint.folder), "new", fails=True)
    assert "There is no .bd/model.yaml" in " ".join(said.split())
    assert "Traceback" not in said
    assert not (tmp_path / "new").exists()


def test_a_comment_in_the_design_needs_no_compiling(
    project: Shell, update: Update
) -> None:
    (project.folder / "design.yaml").write_text("# a word\nname: shop\n")
    project.commit("comment")
    update()
    assert project.changes() == []


def test_two_branches_that_each_add_an_entity_meet_in_the_compiled_model_alone(
    project: Shell, update: Update
) -> None:
    bill, coupon = entity("Bill", "total"), entity("Coupon", "code")
    for branch, added in (("one", bill), ("two", coupon)):
        project("git", "checkout", "--quiet", "-b", branch, "main")
        design = f"name: shop\n{branch}: 1\n"
        lay_design(project.folder, design, model(ORDER, added))
        project.commit("design")
        update()
        project.commit("updated")
    project("git", "merge", "--no-edit", "one", fails=True)
    conflicts = project("git", "diff", "--name-only", "--diff-filter=U").split()
    assert set(conflicts) <= {
        ".bd/model.yaml",
        ".copier-answers.yml",
        "design.yaml",
        "src/shop/main.py",
    }
    both = model(ORDER, bill, coupon)
    lay_design(project.folder, "name: shop\none: 1\ntwo: 1\n", both)
    project("git", "checkout", "--theirs", ".copier-answers.yml", "src/shop/main.py")
    project.commit("merged")
    update()
    assert '"Bill",\n    "Coupon",\n' in project.text("src/shop/main.py")


def test_a_hand_made_path_out_of_the_project_is_refused(
    project: Shell, update: Update, tmp_path: Path
) -> None:
    hostile = entity("Order", "number") | {"directory": "../outside"}
    lay_design(project.folder, "name: shop\nx: 1\n", model(hostile))
    project.commit("design")
    update(fails=True)
    assert not (tmp_path / "outside").exists()


def test_a_hand_made_path_into_the_repository_is_left_out(
    project: Shell, update: Update
) -> None:
    hostile = entity("Order", "number") | {"directory": ".git/hooks"}
    lay_design(project.folder, "name: shop\nx: 1\n", model(hostile))
    project.commit("design")
    update()
    assert not (project.folder / ".git/hooks/service.py").exists()


def test_jinja_in_the_designs_words_stays_text(project: Shell, update: Update) -> None:
    title = '{{ 7 * 7 }}{% raw %} "quoted" \\ ü 😀 end'
    lay_design(project.folder, "name: shop\nx: 1\n", model(ORDER, title=title))
    project.commit("design")
    update()
    assert "{{ 7 * 7 }}" in project.text("README.md")
    assert "😀" in project.text("src/shop/main.py")
