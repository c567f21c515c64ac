"""The blueprint itself: every template has its row, and Copier writes what we write."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lab import BLUEPRINT, Shell

from bd_scaffold import pipeline

EXAMPLES = pipeline.examples()


def _rows() -> list[str]:
    manifest = (BLUEPRINT / "fastapi" / "manifest.jinja").read_text()
    return re.findall(r'^  \["([^"]+)", ', manifest, re.MULTILINE)


def _templates() -> dict[str, str]:
    """Return each template's text by the path that a row would call it."""
    outputs = BLUEPRINT / "fastapi" / "outputs"
    return {
        path.relative_to(outputs).as_posix().removesuffix(".jinja"): path.read_text()
        for path in outputs.rglob("*")
        if path.is_file()
    }


def test_every_template_has_one_row_or_is_used_by_another() -> None:
    templates = _templates()
    everything = "".join(templates.values())
    unlisted = {
        path
        for path in templates.keys() - set(_rows())
        if f'"fastapi/outputs/{path}.jinja"' not in everything
    }
    assert unlisted == set()


def test_every_row_stands_once_and_has_its_template() -> None:
    rows = _rows()
    assert rows == sorted(set(rows))
    assert set(rows) <= _templates().keys()


def _documented(kind: str) -> set[tuple[str, str]]:
    """Return the files and names in the table of a kind of extension points."""
    text = (BLUEPRINT / "README.md").read_text().partition(f"### {kind}\n")[2]
    found, file = set(), ""
    for row in re.findall(
        r"^\| (`.+`)? ?\| `(\w+)` \| ", text.partition("\n### ")[0], re.MULTILINE
    ):
        file = row[0].strip("`") or file
        found.add((file, row[1]))
    return found


def test_every_block_is_documented_and_every_documented_one_is_there() -> None:
    assert _documented("Blocks") == {
        (path, block)
        for path, text in _templates().items()
        for block in re.findall(r"{% block (\w+) %}", text)
    }


def test_every_slot_is_documented_and_every_documented_one_is_there() -> None:
    assert _documented("Slots") == {
        (path, slot)
        for path, text in _templates().items()
        for slot in re.findall(r"\bfills\.(\w+)", text)
    }


@pytest.mark.parametrize("name", EXAMPLES)
def test_copier_copy_writes_what_create_writes(name: str, tmp_path: Path) -> None:
    text = pipeline.read(pipeline.example(name))
    model = pipeline.build(pipeline.check(text, name))
    ours = pipeline.render(text, model)
    folder = tmp_path / "copied"
    folder.mkdir()
    (folder / "design.yaml").write_bytes(text)
    pipeline.compile_design(folder)
    Shell(tmp_path)("copier", "copy", "--quiet", "bd://fastapi.git", str(folder))
    pipeline.compile_design(folder)  # the model is in the answers now
    theirs = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert {path: text.encode() for path, text in ours.items()} == theirs


EDITS = {
    "README.md": "\n## Mine\n",
    "src/shop/api.py": "    app.state.mine = True\n",
    "src/shop/models/product.py": (
        "\n    @property\n    def mine(self) -> bool:\n        return True\n"
    ),
    "src/shop/catalogue/products/router.py": (
        '\n\n@router.get("/mine")\nasync def mine() -> str:\n    return "mine"\n'
    ),
    "src/shop/catalogue/products/service.py": (
        "\n    def mine(self) -> bool:\n        return True\n"
    ),
    "tests/catalogue/products/resource.py": "\n\ndef test_mine() -> None: ...\n",
}
"""What people add at the ends of files that the design writes too."""


def test_edits_at_the_ends_of_files_never_meet_the_designs_changes(
    tmp_path: Path,
) -> None:
    text = pipeline.read(pipeline.example("shop"))
    folder = tmp_path / "shop"
    pipeline.create(text, "shop.yaml", folder, repository=True, progress=lambda _: None)
    project = Shell(folder)
    for path, addition in EDITS.items():
        with (folder / path).open("a") as file:
            file.write(addition)
    stock = "stock: integer min(0) = 0"
    project.edit("design.yaml", stock, f"{stock}\n      weight: float? filter")
    with (folder / "design.yaml").open("a") as file:
        file.write(
            "\n  Coupon:\n    area: sales\n    fields:\n      product: Product\n"
        )
    pipeline.compile_design(folder)
    project.commit("edits and design")
    project("copier", "update")
    assert not project("git", "diff", "--name-only", "--diff-filter=U")
    for path, addition in EDITS.items():
        assert project.text(path).endswith(addition), path
    assert "weight" in project.text("src/shop/models/product.py")
    assert "coupons_router" in project.text("src/shop/api.py")
    assert (folder / "src/shop/sales/coupons/service.py").is_file()


def test_a_created_project_is_one_that_copier_updates(tmp_path: Path) -> None:
    text = pipeline.read(pipeline.example("notes"))
    folder = tmp_path / "notes"
    pipeline.create(
        text, "notes.yaml", folder, repository=True, progress=lambda _: None
    )
    project = Shell(folder)
    project("copier", "update")
    assert project.changes() == []
    main = next((folder / "src").rglob("notes/router.py"))
    main.write_text(main.read_text() + "\n\nMINE = 1\n")
    with (folder / "design.yaml").open("a") as file:
        file.write(
            "      shelf: string(20)?\n  Shelf:\n    fields:\n      label: text\n"
        )
    assert pipeline.compile_design(folder)
    project.commit("design and edit")
    project("copier", "update")
    assert main.read_text().endswith("MINE = 1\n")
    assert not project("git", "diff", "--name-only", "--diff-filter=U")
    changed = json.dumps(project.changes())
    assert "shelves" in changed
    project.commit("updated")
    project("copier", "update")
    assert project.changes() == []
