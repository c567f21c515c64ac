"""The query parameters that the language page promises for a filter are those of the contract."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bd_scaffold import model, pipeline

PAGE = (Path(__file__).parents[2] / "docs/language.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\w+: [\w]+)`.* \| (`.+) \|$", PAGE, re.MULTILINE)
DESIGN = """\
name: shop
enums: {{Status: [open, shut]}}
entities:
  Customer: {{fields: {{name: string(9)}}}}
  Order: {{fields: {{{line} filter}}}}
"""


def _promised(cell: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", cell))


@pytest.mark.parametrize(("line", "cell"), [each for each in ROWS if ":" in each[1]])
def test_they_are_in_the_contract(line: str, cell: str) -> None:
    design = DESIGN.format(line=line).encode()
    built = model.build(pipeline.check(design, "design.yaml"))
    order = next(each for each in built.entities if each.name == "Order")
    own = {each.name for each in order.filters if not each.name.startswith("created_")}
    assert own == _promised(cell)


def test_the_page_has_a_row_for_each_kind() -> None:
    kinds = {each[0].split()[1] for each in ROWS if ":" in each[1]}
    assert kinds == {"Status", "Customer", "integer", "float", "date", "datetime"}
