"""Every change of a design with all that teams do: the edit on a fresh project, again.

An update of an edited project has to be the fresh render of the newer design with the same
edit made to it. Where both touch one passage, the table says which files are in conflict.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from changes import LAB, SHOP, SHOP_NEXT, STEPS, Step, whole_api
from edits import EDITS, Site
from lost import lost
from memory import Tree, compared, created, model, updated
from repository import commit, copy, create, lay, run, tree

from bd_scaffold.sources.compiled import COMPILED
from features import CAPABILITIES

NAMES = {
    "lab": ("Item", "Box", "Tag"),
    "depot": ("Item", "Box", "Tag"),
    "shop": ("Product", "Customer", "Address", "DeliveryAddress"),
}
"""The entities that are edited, by the project."""

_SHOP, _NEXT = SHOP.read_text(), SHOP_NEXT.read_text()
_BACK = _SHOP.replace("  Address:\n", "  Address:\n    was: DeliveryAddress\n").replace(
    "stock: integer min(0) = 0", "stock: integer min(0) = 0 was(on_hand)"
)
_TOGETHER = """\
name: depot
enums: {Stage: {was: State, values: [open, shut, missing was(lost), found]}}
areas: {store: [Item], labels: {was: words, entities: [Tag, Crate, Shelf]}}
entities:
  Crate: {was: Box, fields: {label: string(64) unique, items: 'Item[] by crate'}}
  Tag: {fields: {word: string(20)?}}
  Shelf: {fields: {row: integer}}
  Item:
    fields:
      code: string(20) unique
      quantity: bigint min(0) = 1 was(amount)
      state: Stage = open
      crate: Crate? was(box) on_delete(set_null)
      weight: integer
"""
_TAG_LINE = "  Tag: {fields: {word: string(20)}}\n"


def _tagged(name: str, fields: str) -> Step:
    """A step that gives an entity without timestamps another field."""
    texts = [
        LAB.replace(
            _TAG_LINE, f"  Tag: {{traits: [no_timestamps], fields: {{{all_}}}}}\n"
        )
        for all_ in (fields, f"{fields}, size: integer?")
    ]
    return Step(name, *texts)


_UNDATED = _tagged("field without timestamps added", "word: string(20) unique")
_BARE = _tagged("field of a bare entity added", "word: string(20)")
ROWS = (
    *STEPS,
    _UNDATED,
    Step("field without timestamps removed", _UNDATED.new, _UNDATED.old),
    _BARE,
    Step("everything together", LAB, _TOGETHER),
    Step("the project renamed", LAB, LAB.replace("name: lab", "name: depot")),
    Step("the shop of later", _SHOP, _NEXT),
    Step("the shop of before", _NEXT, _BACK),
    *whole_api(),
)

_ITEM, _TAG = "src/lab/models/item.py", "src/lab/models/tag.py"
_TAGS = "src/lab/words/tags"
_ITEMS = "src/lab/store/items/repository.py"
_UNINDEXED = ("updated_at alone", "created_at too")
_OF_TAGS = (
    *("created_at alone", "updated_at too", "updated_at alone", "created_at too"),
    *("lists asked for updated_at", "lists not asked for updated_at"),
)
_SHOPS = ("src/shop/catalogue/products", "src/shop/sales/customers")
_ADDRESSES = "src/shop/sales/addresses"


_CONFLICTS: dict[str, dict[str, set[str]]] = {
    # A table without timestamps, constraints or indexes ends in its fields.
    "model property": {each: {_TAG} for each in (_BARE.name, *_UNINDEXED)},
    "own column": {each: {_TAG} for each in (_BARE.name, *_UNINDEXED)},
    # Somebody's column follows the one that goes, or that another one comes after.
    "column among the columns": {
        "timestamps off": {_ITEM},
        "created_at alone": {_TAG},
        "updated_at alone": {_TAG},
        "updated_at too": {_TAG},
        "field without timestamps added": {_TAG},
        "field without timestamps removed": {_TAG},
    },
    # The design changes a line that somebody has formatted in another way.
    "other quotes": {
        "unique added": {f"{_TAGS}/repository.py"},
        "unique removed": {f"{_TAGS}/repository.py"},
        "operations removed": {f"{_TAGS}/service.py"},
        "operations added": {f"{_TAGS}/service.py"},
        "padded text added": {_ITEMS},
        "padded text removed": {_ITEMS},
        "wall clock added": {_ITEMS},
        "wall clock removed": {_ITEMS},
        "value of parts added": {_ITEMS},
        "value of parts removed": {_ITEMS},
        "computed field added": {_ITEMS},
        "computed field removed": {_ITEMS},
        "computed field renamed": {_ITEMS},
        "one to one": {_ITEMS},
        "many to one": {_ITEMS},
        "relation by a unique field": {_ITEMS},
        "relation by the key": {_ITEMS},
        "pair unique added": {_ITEMS},
        "pair unique removed": {_ITEMS},
        "nulls made equal": {_ITEMS},
        "nulls made distinct": {_ITEMS},
        "timestamps off": {_ITEMS},
        "timestamps on": {_ITEMS},
        **{each: {f"{_TAGS}/repository.py"} for each in _OF_TAGS},
        "plural said": {"src/lab/words/taglets/service.py"},
        "plural as usual": {f"{_TAGS}/service.py"},
        "own key": {_ITEMS},
        "generated key": {_ITEMS},
        "relation renamed": {_ITEMS},
        "filter removed": {_ITEMS},
        "entity renamed": {"src/lab/store/crates/service.py"},
        "everything together": {
            "src/depot/labels/crates/service.py",
            "src/depot/store/items/repository.py",
        },
        "the shop of later": {
            *(f"{each}/repository.py" for each in _SHOPS),
            "src/shop/sales/delivery_addresses/service.py",
        },
        "the shop of before": {
            *(f"{each}/repository.py" for each in _SHOPS),
            "src/shop/sales/addresses/service.py",
        },
        "the whole API": {
            *(f"{each}/repository.py" for each in (*_SHOPS, _ADDRESSES)),
            "src/shop/sales/customers/service.py",
        },
        "the API of before": {
            f"{each}/{name}.py"
            for each in (*_SHOPS, _ADDRESSES)
            for name in ("repository", "service")
        },
    },
}
CONFLICTS = {
    edit: {
        **_CONFLICTS.get(edit, {}),
        **{
            step: paths
            for each in CAPABILITIES
            for step, paths in each.conflicts.get(edit, {}).items()
        },
    }
    for edit in EDITS
}
"""The files in conflict, by edit and change; in every other cell there is none."""

ELSEWHERE = {
    ("column among the columns", "timestamps on"): {_ITEM},
    ("column among the columns", "created_at too"): {_TAG},
    ("deleted file", "container made"): {"Dockerfile"},
    **{
        ("moved file", f"hardened image {way}"): {"src/lab/core/http/alive.py"}
        for way in ("on", "off")
    },
    ("other quotes", "the whole API"): {
        f"{each}/service.py" for each in (_SHOPS[0], _ADDRESSES)
    },
}
"""The files that merge, and whose own lines stand before new ones and not after; the one that
nobody could delete before it was made; the one whose change is told as that of a file that is
left deleted, since it lies elsewhere; and those whose new lines are indented as generated.
"""


def _edited(edit: str, design: str, previous: str = "") -> Tree:
    return _all_edited([edit], design, previous)


def _changed(before: Tree, after: Tree) -> set[str]:
    return {
        path
        for path in before.keys() | after.keys()
        if before.get(path) != after.get(path)
    }


def _meets(row: Step, edit: str) -> bool:
    """True where somebody has edited a file that the change of the design touches too."""
    old, new = created(row.old), created(row.new, row.old)
    edited = _changed(old, _edited(edit, row.old))
    edited |= _changed(new, _edited(edit, row.new, row.old))
    return not edited.isdisjoint(_changed(compared(old), compared(new)))


def _check_cell(row: Step, edits: list[str], differing: set[str]) -> None:
    """Update a project with edits; all but some files are as if edited after the change."""
    project = _all_edited(edits, row.old)
    after = updated(project, row.new, row.old)
    expected = compared(_all_edited(edits, row.new, row.old))
    conflicts = {
        path for edit in edits for path in CONFLICTS[edit].get(row.name, set())
    }
    assert after.conflicts == conflicts, edits
    assert _changed(expected, compared(after.tree)) == conflicts | differing, edits
    assert lost(project, created(row.old), after) == [], edits


def _all_edited(edits: list[str], design: str, previous: str = "") -> Tree:
    tree_ = created(design, previous)
    found = model(design, previous)
    for edit in edits:
        tree_ = EDITS[edit](Site(tree_, found, NAMES[found.project.name]))
    return tree_


ALL_ROWS = pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])


@ALL_ROWS
def test_edits_are_as_if_made_after_the_change(row: Step) -> None:
    """Each edit of what changes alone, and the edits of all else together."""
    met = [edit for edit in EDITS if _meets(row, edit)]
    for edit in met:
        _check_cell(row, [edit], ELSEWHERE.get((edit, row.name), set()))
    _check_cell(row, [edit for edit in EDITS if edit not in met], set())


@pytest.mark.thorough
@pytest.mark.parametrize("edit", EDITS)
@ALL_ROWS
def test_an_edit_is_as_if_made_after_the_change(row: Step, edit: str) -> None:
    _check_cell(row, [edit], ELSEWHERE.get((edit, row.name), set()))


def test_no_conflict_is_listed_for_a_cell_that_is_not_there() -> None:
    listed = {(edit, row) for edit, rows in CONFLICTS.items() for row in rows}
    cells = {(edit, row.name) for edit in EDITS for row in ROWS}
    assert listed | ELSEWHERE.keys() <= cells


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of the lab's design, as it was created."""
    folder = tmp_path_factory.mktemp("lab") / "lab"
    create(folder, LAB)
    return folder


@pytest.mark.parametrize("edit", [each for each in EDITS if "line ends" not in each])
def test_a_repository_gets_what_was_worked_out_in_memory(
    lab: Path, tmp_path: Path, edit: str
) -> None:
    project = _edited(edit, LAB)
    folder = copy(lab, tmp_path / "lab")
    lay(folder, created(LAB), project)
    commit(folder)
    (folder / "design.yaml").write_text(_TOGETHER)
    done = run(folder)
    after = updated(project, _TOGETHER, LAB)
    assert set(done.conflicts) == after.conflicts
    assert _without_migrations(tree(folder)) == _without_migrations(after.tree)


def _without_migrations(tree: Tree) -> Tree:
    """Leave out what the engine of files does not write: the migration, and its name."""
    return {
        path: file
        for path, file in tree.items()
        if path != COMPILED and not path.startswith("migrations/versions/0002_")
    }
