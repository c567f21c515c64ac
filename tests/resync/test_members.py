"""Attributes follow a renamed field where their class is known; removed ones are listed."""

from __future__ import annotations

import pytest
from memory import After, File, created, model, updated

from bd_scaffold.resync.members import members
from bd_scaffold.resync.typed import uses

OLD = """\
name: lab
entities:
  Item: {fields: {note: text?, amount: integer, box: Box?}}
  Box: {fields: {note: text?, things: "Item[] by box"}}
"""
RENAMED = OLD.replace(
    "{note: text?, amount: integer",
    "{memo: text? was(note), count: integer was(amount)",
)
LISTED = OLD.replace("things: ", "items: ").replace("by box", "by box was(things)")
REMOVED = OLD.replace("{note: text?, amount: integer", "{amount: integer")

SERVICE = "src/lab/items/service.py"
METHODS = """
    async def shout(self, key: ItemKey) -> str:
        item = await self.get(key)
        return f"{item.note}: {item.amount + 1}"

    async def of_box(self, box: Box, data: ItemCreate) -> Item:
        others = [each.note for each in await self.others()]
        print(box.note, data.note, others)
        return await self.repository.add(Item(note=box.note, amount=1))
"""
REPORT = """\
from collections.abc import Sequence

from lab.boxes.schemas import BoxRead
from lab.items.dependencies import ItemServiceDep
from lab.items.repository import ItemRepository
from lab.models import Box, Item


def totals(items: Sequence[Item], box: BoxRead, rows, repository: ItemRepository) -> int:
    print(box.note, [row.note for row in rows], Item.note.label("x"))
    item: Item | None = items[0]
    return sum(each.amount for each in items) + len(item.note or "")


async def other(service: ItemServiceDep, key: str, item: Item) -> None:
    found = await service.get(key)
    print(found.note, (await service.get(key)).amount, "note")
    item = Box(note="a")
    print(item.note)
"""


def _after(design: str) -> After:
    tree = dict(created(OLD))
    text = tree[SERVICE].content.decode()
    imports = (
        "from lab.models import Box, Item\nfrom lab.items.schemas import ItemKey\n"
    )
    tree[SERVICE] = File((imports + text + METHODS).encode())
    tree["src/lab/report.py"] = File(REPORT.encode())
    return updated(tree, design, OLD)


@pytest.fixture(scope="module")
def renamed() -> After:
    return _after(RENAMED)


def _text(after: After, path: str) -> str:
    return after.tree[path].content.decode()


def test_the_entitys_own_service_follows_a_renamed_field(renamed: After) -> None:
    text = _text(renamed, SERVICE)
    assert 'return f"{item.memo}: {item.count + 1}"' in text
    assert "print(box.note, data.memo, others)" in text
    assert "Item(memo=box.note, count=1)" in text


def test_code_elsewhere_follows_it_where_the_class_is_known(renamed: After) -> None:
    text = _text(renamed, "src/lab/report.py")
    assert 'print(box.note, [row.note for row in rows], Item.memo.label("x"))' in text
    assert 'sum(each.count for each in items) + len(item.memo or "")' in text
    assert 'print(found.memo, (await service.get(key)).count, "note")' in text


def test_a_name_that_is_bound_to_two_classes_is_listed(renamed: After) -> None:
    assert "print(item.note)" in _text(renamed, "src/lab/report.py")
    unsure = {
        outcome.path: [row for row, old, _ in outcome.renamed.unsure if old == "note"]
        for outcome in renamed.outcomes
        if outcome.renamed and outcome.renamed.unsure
    }
    assert unsure["src/lab/report.py"] == [10, 17, 19]


def test_a_list_is_renamed_with_its_entity() -> None:
    tree = dict(created(OLD))
    mine = "from lab.models import Box\n\n\ndef f(box: Box):\n    return box.things\n"
    tree["src/lab/mine.py"] = File(mine.encode())
    after = updated(tree, LISTED, OLD)
    assert "return box.items\n" in _text(after, "src/lab/mine.py")


def test_what_still_names_a_removed_field_is_listed_by_line() -> None:
    after = _after(REMOVED)
    gone = {
        outcome.path: list(outcome.renamed.gone)
        for outcome in after.outcomes
        if outcome.renamed and outcome.renamed.gone
    }
    text = _text(after, SERVICE).splitlines()
    for row, name, field in gone[SERVICE]:
        assert (name, field) == ("note", "Item.note")
        assert "note" in text[row - 1]
    assert len(gone[SERVICE]) == 4
    rows = [row for row, *_ in gone["src/lab/report.py"]]
    assert rows == [10, 12, 17, 19]
    assert "src/lab/boxes/service.py" not in gone


def test_nothing_is_listed_where_no_field_went() -> None:
    after = _after(OLD.replace("amount: integer", "amount: integer filter"))
    assert not any(each.renamed for each in after.outcomes)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("def f(x: Item): return x.note", 1),
        ("def f(x: 'Item'): return x.note", 1),
        ("def f(x: models.Item): return x.note", 1),
        ("def f(x: list[Item]): return x.note", 0),
        ("def f(x: dict[str, Item]): return x.note", 0),
        ("def f(*x: Item): return x.note", 0),
        ("def f(x: Item):\n  def g(x): return x.note", 0),
        ("def f(x: Item):\n  def g(): return x.note", 1),
        ("def f(x: Item):\n  with x as x: return x.note", 0),
        ("x = Item()\nx.note\ndel x", 0),
        ("x = Item()\nprint(lambda x: x.note)", 0),
        ("class Mine:\n  x = Item()\n  def f(self): return x.note", 0),
        ("class Item(Base):\n  def f(self): return self.note", 1),
        ("for x in ():\n  x.note", 0),
        ("async def f(s: ItemService): return (await s.find_by_note(1)).note", 1),
        ("async def f(s: ItemRepository): return await s.find_by(note=1)", 1),
        ("async def f(s: Other): return await s.find_by(note=1)", 0),
        ("ä = 'ä'; y = Item(note=1)", 1),
        ("if (x := Item()): x.note", 1),
        ("x.note =", 0),
    ],
)
def test_a_class_is_known_by_annotations_and_by_calls(code: str, found: int) -> None:
    text = (
        "from .items import models, Item, ItemService, ItemRepository\n"
        f"from toolbox import Other\n{code}\n"
    )
    known = members(model(OLD), model(RENAMED))
    places = [each for each in uses(text, known) if each.attribute == "note"]
    assert len(places) == found
    lines = text.splitlines()
    assert all(lines[e.row - 1][e.start :].startswith("note") for e in places)


def test_a_class_of_somebody_elses_is_not_ours() -> None:
    text = "from toolbox import Item\ndef f(x: Item): return x.note\n"
    assert uses(text, members(model(OLD), model(RENAMED))) == []
