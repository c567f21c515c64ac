"""Code that people wrote, where transitions come, go and are called otherwise."""

from __future__ import annotations

from memory import File, created, updated

DESIGN = """
name: lab
entities:
  Box:
    fields: {label: string(20), state: "enum(open, shut, gone) = open readonly"}
    transitions:
      close: {from: open, to: shut}
      lose: {from: [open, shut], to: gone}
"""
SERVICE = "src/lab/boxes/service.py"
OVERRIDDEN = '''
    async def close(self, *key: object) -> Box:
        """Close a box, and say so."""
        closed = await super().close(*key)
        self.closed = closed
        return closed
'''


def _edited() -> dict[str, File]:
    tree = dict(created(DESIGN))
    tree[SERVICE] = File(tree[SERVICE].content + OVERRIDDEN.encode())
    return tree


def test_methods_of_a_team_s_own_stand_where_a_transition_comes_and_where_one_goes() -> (
    None
):
    for new in (
        DESIGN + "      reopen: {from: shut, to: open}\n",
        DESIGN.replace("      lose: {from: [open, shut], to: gone}\n", ""),
    ):
        after = updated(_edited(), new, DESIGN)
        assert after.conflicts == set()
        assert OVERRIDDEN in after.tree[SERVICE].content.decode()


def test_a_method_of_a_transition_that_is_renamed_is_listed_with_its_lines() -> None:
    renamed = DESIGN.replace("close: {", "seal: {was: close, ")
    after = updated(_edited(), renamed, DESIGN)
    assert after.conflicts == set()
    [service] = [each for each in after.outcomes if each.path == SERVICE]
    assert service.renamed is not None
    assert [each[1:] for each in service.renamed.unsure] == [("close", "seal")] * 2


def test_the_functions_of_a_transition_that_is_renamed_follow() -> None:
    tree = _edited()
    tree["src/lab/mine.py"] = File(b"from lab.boxes.router import close_box\n")
    renamed = DESIGN.replace("close: {", "seal: {was: close, ")
    after = updated(tree, renamed, DESIGN)
    mine = after.tree["src/lab/mine.py"].content
    assert mine == b"from lab.boxes.router import seal_box\n"


KEYWORDS = """
name: lab
entities:
  Box:
    fields: {label: string(20), state: "enum(open, shut, gone) = open readonly"}
    transitions:
      close: {from: open, to: shut}
      return: {from: shut, to: open}
"""
CALLING = b'''"""Boxes that come and go."""

from lab.boxes.service import BoxService


async def cycled(service: BoxService, *key: object) -> str:
    """Close a box, and return it."""
    await service.close(*key)
    await service.return_(*key)
    return "returned"
'''


def test_a_keyword_is_no_name_of_a_transition() -> None:
    tree = dict(created(KEYWORDS))
    tree["src/lab/mine.py"] = File(CALLING)
    renamed = KEYWORDS.replace("return: {", "reopen: {was: return, ")
    renamed = renamed.replace("close: {", "import: {was: close, ")
    after = updated(tree, renamed, KEYWORDS)
    [mine] = [each for each in after.outcomes if each.path == "src/lab/mine.py"]
    assert mine.renamed is not None
    assert mine.renamed.unsure == ((8, "close", "import_"), (9, "return_", "reopen"))
    assert after.tree["src/lab/mine.py"].content == CALLING
