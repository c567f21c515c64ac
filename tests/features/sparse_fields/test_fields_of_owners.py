"""`sparse_fields` beside `owned`: what a request names are the fields of the row alone."""

from __future__ import annotations

from bd_scaffold import contract, pipeline
from bd_scaffold.model.types import Model

DESIGN = """\
name: shop
entities:
  Order:
    sparse_fields: true
    fields: {note: string(20), lines: "OrderLine[] by order owned"}
  OrderLine: {fields: {order: Order on_delete(cascade), count: integer}}
"""


def _model() -> Model:
    return pipeline.build(pipeline.check(DESIGN.encode(), "design.yaml"))


def test_an_answer_of_named_fields_has_no_rows_that_are_owned() -> None:
    found = contract.generated(_model())
    schemas = found["components"]["schemas"]
    shown = ["id", "note", "created_at", "updated_at"]
    assert [*schemas["Order"]["properties"]] == [*shown, "lines"]
    assert [*schemas["OrderFields"]["properties"]] == shown
    asked = found["paths"]["/api/v1/orders/{order_id}"]["get"]["parameters"][0]
    assert asked["name"] == "fields"
    assert "lines" not in asked["schema"]["pattern"]


def test_the_code_answers_as_the_contract_says() -> None:
    text = dict(pipeline.render(DESIGN.encode(), _model()))[
        "src/shop/orders/schemas.py"
    ]
    _, _, rest = text.partition("class OrderFields(BaseModel):")
    inside, _, _ = rest.partition("\n\n\n")
    assert "note: " in inside
    assert "lines" not in inside
