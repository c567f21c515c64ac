"""What is told of rows that are written inside of the one that owns them."""

from __future__ import annotations

from bd_scaffold import contract, model, pipeline
from bd_scaffold.contract.compare import changes
from bd_scaffold.difference import compare
from bd_scaffold.model.types import Model

_DESIGN = """
name: lab
entities:
  Order:
    fields:
      lines: Line[] by order owned
  Line:
    fields: {order: Order on_delete(cascade), place: integer}
"""


def _built(text: str) -> Model:
    return contract.attach(model.build(pipeline.check(text.encode(), "design.yaml")))


def _told(old: str, new: str) -> list[str]:
    return [str(each) for each in compare(_built(old), _built(new))]


def test_owning_rows_is_told_by_the_list() -> None:
    without = _DESIGN.replace(" owned", "")
    assert _told(without, _DESIGN) == ["Order.lines: owned added"]
    assert _told(_DESIGN, without) == ["Order.lines: owned removed"]


def test_fewer_rows_in_a_body_are_told_with_both_numbers() -> None:
    fewer = _DESIGN.replace(" owned", " owned length(0, 7)")
    told = ["Order.lines: at most 100 became at most 7"]
    assert _told(_DESIGN, fewer) == told


def test_clients_notice_only_what_they_lose() -> None:
    without = _DESIGN.replace(" owned", "")
    added = changes(_built(without), _built(_DESIGN))
    assert not [each for each in added.findings if each.breaking]
    removed = changes(_built(_DESIGN), _built(without))
    broken = {each.name for each in removed.findings if each.breaking}
    assert broken == {"Order.lines"}


def test_what_changes_of_a_row_is_called_by_its_own_entity() -> None:
    narrower = _DESIGN.replace("place: integer", "place: integer max(9)")
    found = changes(_built(_DESIGN), _built(narrower))
    assert {each.name for each in found.findings if each.breaking} == {"Line.place"}


def test_a_list_with_another_name_is_the_same_list() -> None:
    renamed = _DESIGN.replace("lines: Line[]", "rows: Line[] was(lines)")
    found = changes(_built(_DESIGN), _built(renamed))
    rules = {each.rule for each in found.findings}
    assert "response-property-removed" not in rules
