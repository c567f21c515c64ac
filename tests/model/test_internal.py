"""An internal field has a column and an attribute; nothing of the API knows that it exists."""

from __future__ import annotations

import pytest

from bd_scaffold import contract, pipeline
from bd_scaffold.difference import compare
from bd_scaffold.model.types import Model

INTERNAL = """
      checksum: string(12) internal unique
      attempts: smallint internal = 3
      verdict: enum(good, bad)? internal
      reviewer: Person? internal
"""


def built(fields: str) -> Model:
    text = f"""
name: shop
entities:
  Person: {{fields: {{name: text}}}}
  Product:
    fields:
      name: string(9){fields}
"""
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def test_the_contract_and_its_classes_do_not_name_it() -> None:
    plain, made = (built(each) for each in ("", INTERNAL))
    shown, usual = (contract.generated(each) for each in (made, plain))
    assert shown["components"]["schemas"] == usual["components"]["schemas"]
    for name in ("checksum", "attempts", "verdict", "reviewer"):
        assert name not in str(shown)
    dtos = [[e.contract and e.contract.dtos for e in m.entities] for m in (plain, made)]
    assert dtos[0] == dtos[1]


def test_the_table_and_the_mapped_class_have_it() -> None:
    made = built(INTERNAL)
    (product,) = (each for each in made.entities if each.name == "Product")
    attributes = "\n".join(product.mapped.sections)
    assert "    checksum: Mapped[str] = mapped_column(" in attributes
    assert "default=code_of(12)" in attributes
    assert "    attempts: Mapped[int]" in attributes
    columns = [each.name for each in made.tables["products"].columns]
    assert columns[2:6] == ["checksum", "attempts", "verdict", "reviewer_id"]
    assert [each.name for each in product.finders] == ["find_by_checksum"]


@pytest.mark.parametrize(
    ("old", "new", "costs"),
    [
        ("\n      note: text?", "\n      note: text? internal", ["breaks clients"]),
        ("\n      note: text? internal", "\n      note: text?", ["safe"]),
        ("\n      note: text? internal", "", ["loses data"]),
        ("", "\n      note: text? internal", ["safe"]),
        (
            "\n      note: text? internal",
            "\n      word: string(9)? internal was(note)",
            ["safe", "loses data"],
        ),
    ],
)
def test_a_change_costs_clients_what_they_knew(
    old: str, new: str, costs: list[str]
) -> None:
    changes = compare(built(old), built(new))
    assert [each.value for change in changes for each in change.effects] == costs
