"""Files that stay as they are need no rendering: an update without it does the same."""

from __future__ import annotations

import pytest
from memory import File, created, updated

from bd_scaffold.render import render
from bd_scaffold.resync import merge
from bd_scaffold.resync.outcome import Verdict

DESIGN = """
name: lab
entities:
  Box: {fields: {label: string(20) filter}}
  Jar: {fields: {label: string(20), box: Box?}}
  Lid: {traits: [versioned], fields: {label: string(20)}}
"""
CHANGES = {
    "a field": DESIGN.replace("box: Box?", "box: Box?, size: integer?"),
    "an entity": DESIGN + "  Bag: {fields: {label: text}}\n",
    "an entity less": DESIGN[: DESIGN.index("  Lid")],
    "a name": DESIGN.replace(
        "label: string(20) filter", "title: string(20) was(label)"
    ),
    "a trait": DESIGN.replace(
        "{fields: {label: string(20), box",
        "{traits: [soft_delete], fields: {label: string(20), box",
    ),
    "the title": DESIGN + "title: The Lab\n",
    "nothing": DESIGN,
}
PATHS = ["src/lab/boxes/service.py", "src/lab/jars/service.py", "src/lab/models/lid.py"]


@pytest.mark.parametrize("change", CHANGES)
def test_an_update_is_the_same(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = dict(created(DESIGN))
    for path in PATHS:
        tree[path] = File(tree[path].content + b"\n\nMINE = 1\n")
    del tree["src/lab/boxes/repository.py"]
    whole = updated(tree, CHANGES[change], DESIGN)
    monkeypatch.setattr(render, "MANY", 1)
    quick = updated(tree, CHANGES[change], DESIGN)
    assert quick.tree == whole.tree
    assert _verdicts(quick.outcomes) == _verdicts(whole.outcomes)


def _verdicts(outcomes: tuple[merge.Outcome, ...]) -> dict[str, Verdict]:
    return {each.path: each.verdict for each in outcomes}


def test_what_stays_is_not_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "MANY", 1)
    rendered = []
    real = render.Rendering.text

    def noted(self: render.Rendering, row: render.Row) -> str:
        rendered.append(row["path"])
        return real(self, row)

    monkeypatch.setattr(render.Rendering, "text", noted)
    updated(created(DESIGN), CHANGES["a field"], DESIGN)
    slices = {path.split("/")[2] for path in rendered if path.endswith("/service.py")}
    assert slices == {"core", "jars"}
