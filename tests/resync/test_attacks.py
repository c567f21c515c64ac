"""What could go wrong where things are renamed, and somebody was there already."""

from __future__ import annotations

from changes import LAB, STEPS
from memory import After, File, created, updated

_DESIGNS = {step.name: step.new for step in STEPS if step.old == LAB}
_RENAMED = _DESIGNS["entity renamed"]
_STORE = "src/lab/store"


def _after(design: str, **texts: str) -> After:
    """Update a project that has some more files; a `/` is `__` in their names."""
    own = {_path(name): File(text.encode()) for name, text in texts.items()}
    return updated({**created(LAB), **own}, design, LAB)


def _path(name: str) -> str:
    return f"src/lab/{name.replace('__', '/')}.py"


def _text(after: After, path: str) -> str:
    return after.tree[path].content.decode()


def test_a_renamed_package_is_followed_by_imports_and_by_no_other_word() -> None:
    design = LAB.replace("name: lab", "name: depot")
    text = (
        "import lab\nfrom lab import api\nfrom lab.core import health\n"
        'PLACE = "https://lab.example.com/lab"\nTASK = "lab.core.http.health:router"\n'
        "this = lab.api\n"
    )
    after = _after(design, mine=text)
    assert _text(after, "src/depot/mine.py") == (
        "import depot as lab\nfrom depot import api\nfrom depot.core import health\n"
        'PLACE = "https://lab.example.com/lab"\nTASK = "depot.core.http.health:router"\n'
        "this = depot.api\n"
    )


def test_a_module_is_imported_under_the_name_that_the_code_uses() -> None:
    text = "from lab.models import box\n\nTABLE = box.Box.__tablename__\n"
    after = _after(_RENAMED, mine=text)
    assert _text(after, "src/lab/mine.py") == (
        "from lab.models import crate as box\n\nTABLE = box.Crate.__tablename__\n"
    )


def test_a_module_of_somebody_else_keeps_its_name() -> None:
    text = "from toolbox.box import opened\nfrom toolbox import box as tool\n"
    assert _text(_after(_RENAMED, mine=text), "src/lab/mine.py") == text


def test_a_name_that_means_something_else_here_is_left_and_reported() -> None:
    text = "from lab.models import Box\n\n\nclass Crate(Box): ...\n"
    after = _after(_RENAMED, mine=text)
    assert _text(after, "src/lab/mine.py") == text
    (outcome,) = (each for each in after.outcomes if each.path == "src/lab/mine.py")
    assert outcome.renamed is not None
    assert outcome.renamed.unsure == ((1, "Box", "Crate"), (4, "Box", "Crate"))


def test_a_file_that_stands_where_another_one_moves_is_in_conflict_with_it() -> None:
    after = _after(_RENAMED, store__crates__service="MINE = 1\n")
    assert after.conflicts == {f"{_STORE}/crates/service.py"}
    text = _text(after, f"{_STORE}/crates/service.py")
    assert "MINE = 1\n" in text
    assert "class CrateService(" in text
    assert f"{_STORE}/boxes/service.py" not in after.tree


def test_a_file_that_somebody_moved_by_hand_already_is_that_file() -> None:
    tree = dict(created(LAB))
    moved = tree.pop(f"{_STORE}/boxes/service.py")
    mine = moved.content + b"\n    MINE = 1\n"
    tree[f"{_STORE}/crates/service.py"] = File(mine)
    after = updated(tree, _RENAMED, LAB)
    fresh = created(_RENAMED, LAB)[f"{_STORE}/crates/service.py"].content
    assert after.conflicts == set()
    assert (
        after.tree[f"{_STORE}/crates/service.py"].content == fresh + b"\n    MINE = 1\n"
    )


def test_a_file_of_ones_own_stays_where_its_place_is_taken() -> None:
    after = _after(_RENAMED, store__boxes__own="A = 1\n", store__crates__own="B = 1\n")
    assert _text(after, f"{_STORE}/boxes/own.py") == "A = 1\n"
    assert _text(after, f"{_STORE}/crates/own.py") == "B = 1\n"


def test_a_file_of_ones_own_that_arrives_where_one_is_generated_is_in_conflict() -> (
    None
):
    old = LAB.replace("enums: {State: [open, shut, lost]}\n", "").replace(
        "state: State = open", "state: string(9) = open"
    )
    new = LAB.replace("name: lab", "name: depot")
    was, now = (f"src/{each}/models/enums.py" for each in ("lab", "depot"))
    assert was not in created(old)
    assert now in created(new, old)
    after = updated({**created(old), was: File(b"MINE = 1\n")}, new, old)
    assert after.conflicts == {now}
    assert "MINE = 1\n" in _text(after, now)
    assert was not in after.tree


def test_a_link_in_the_place_of_a_file_moves_as_a_link() -> None:
    link = File(b"../items/service.py", "120000")
    tree = {**created(LAB), f"{_STORE}/boxes/service.py": link}
    after = updated(tree, _RENAMED, LAB)
    assert after.tree[f"{_STORE}/crates/service.py"] == link
    assert f"{_STORE}/boxes/service.py" not in after.tree


def test_a_decision_takes_its_notes_along_when_its_title_changes() -> None:
    one = "architecture: {decisions: [{title: One, context: a, decision: b, consequences: c}]}\n"
    old = LAB.replace("enums:", f"{one}enums:")
    path = "docs/decisions/0001-one.md"
    tree = dict(created(old))
    tree[path] = File(tree[path].content + b"\nMine.\n")
    after = updated(tree, old.replace("title: One", "title: Two"), old)
    assert path not in after.tree
    assert _text(after, "docs/decisions/0001-two.md").endswith("\nMine.\n")
