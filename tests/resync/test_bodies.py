"""What a team writes in an operation of the design's own stays when the design changes."""

from __future__ import annotations

import pytest
from changes import STEPS
from memory import File, Tree, created, updated

PATH = "src/lab/store/items/operations.py"
_UNWRITTEN = "        raise self.not_written()\n"
_WRITTEN = """\
        changed = await self.service.update(item.id, data=ItemUpdate(amount=0))
        if changed.amount:
            raise ItemLostError
        return changed
"""
_HELPER = """
    def mine(self) -> int:
        return 1
"""
_ITEM = "operation answered otherwise"
WHOLE = {each.name: each for each in STEPS}
NAMES = [
    *("operation given more", "operation given less", "operation by another method"),
    *("operation refused otherwise", "operation refused as before"),
    *("operation idempotent", "operation not idempotent", _ITEM),
]


def _written(tree: Tree) -> Tree:
    """Return a project in which somebody has written the body, and a method beside it."""
    text = tree[PATH].content.decode()
    assert _UNWRITTEN in text
    text = text.replace(_UNWRITTEN, _WRITTEN) + _HELPER
    text = text.replace(
        "from .dependencies import item_service\n",
        "from .dependencies import item_service\nfrom .schemas import ItemUpdate\n",
    )
    return {**tree, PATH: File(text.encode())}


@pytest.mark.parametrize("name", NAMES)
def test_a_body_stays_whatever_else_is_said_of_operations(name: str) -> None:
    step = WHOLE[name]
    after = updated(_written(created(step.old)), step.new, step.old)
    assert after.conflicts == set()
    text = after.tree[PATH].content.decode()
    assert _WRITTEN in text
    assert _HELPER in text
    assert "from .schemas import ItemUpdate\n" in text
    assert ("ItemRecountOutput" in text) == (name == _ITEM)


def test_a_field_that_is_added_to_what_it_is_given_is_in_its_class_alone() -> None:
    step = WHOLE["operation given more"]
    before = _written(created(step.old))
    after = updated(before, step.new, step.old)
    assert after.tree[PATH] == before[PATH]
    schemas = after.tree["src/lab/store/items/operation_schemas.py"].content.decode()
    assert "    by: Text\n" in schemas


def test_a_body_stays_when_another_operation_comes_or_goes() -> None:
    step = WHOLE["operation given more"]
    new = step.old + "  Item.second: {on: item}\n"
    there = updated(_written(created(step.old)), new, step.old)
    assert there.conflicts == set()
    text = there.tree[PATH].content.decode()
    assert _WRITTEN in text
    assert "async def second(self, item: models.Item) -> None:" in text
    back = updated(there.tree, step.old, new)
    assert back.conflicts == set()
    assert _WRITTEN in back.tree[PATH].content.decode()


def test_a_body_follows_its_entity_when_that_is_renamed() -> None:
    step = WHOLE["operation given more"]
    new = step.old.replace("  Item:\n", "  Article:\n    was: Item\n")
    new = new.replace("[Item, Box]", "[Article, Box]").replace(
        "Item.recount", "Article.recount"
    )
    new = new.replace("output: Item,", "output: Article,")
    after = updated(_written(created(step.old)), new, step.old)
    path = "src/lab/store/articles/operations.py"
    assert PATH not in after.tree
    text = after.tree[path].content.decode()
    assert "raise ItemLostError" in text
    assert "ArticleUpdate(amount=0)" in text


def test_what_a_team_wrote_of_an_operation_that_goes_is_kept() -> None:
    step = WHOLE["operations off"]
    after = updated(_written(created(step.old)), step.new, step.old)
    assert _WRITTEN in after.tree[PATH].content.decode()


def test_a_body_moves_along_with_its_operation() -> None:
    step = WHOLE["operation renamed"]
    after = updated(_written(created(step.old)), step.new, step.old)
    text = after.tree[PATH].content.decode()
    assert after.conflicts == set()
    assert "async def count_again(" in text
    assert _WRITTEN in text
