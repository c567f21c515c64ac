"""A list that is asked for by other rows is told of renames where they are declared."""

from __future__ import annotations

from bd_scaffold import contract, model, pipeline
from bd_scaffold.difference import compare
from bd_scaffold.model.types import Model

_DESIGN = """
name: lab
entities:
  Client:
    fields: {full_name: string(20) filter, city: string(20), age: integer}
  Order:
    fields: {client: Client filter}
    filter: [client.full_name, client.age(range)]
    sort: [client.full_name]
"""


def _built(text: str) -> Model:
    return contract.attach(model.build(pipeline.check(text.encode(), "design.yaml")))


def _told(old: str, new: str) -> list[str]:
    return [str(each) for each in compare(_built(old), _built(new))]


def test_a_field_of_the_other_row_that_is_renamed_renames_what_asks_for_it() -> None:
    new = _DESIGN.replace("full_name: string(20)", "name: string(20) was(full_name)")
    assert _told(_DESIGN, new.replace("client.full_name", "client.name")) == [
        "Client.full_name: renamed to name",
        "Order: filter client_full_name renamed to client_name",
        "Order: sort client_full_name renamed to client_name",
    ]


def test_a_relation_that_is_renamed_renames_all_that_it_leads_to() -> None:
    new = _DESIGN.replace("client: Client", "buyer: Client was(client)")
    told = _told(_DESIGN, new.replace("client.", "buyer."))
    assert told == [
        *(
            f"Order: filter {before}client_{name} renamed to {before}buyer_{name}"
            for before, name in (
                *(("", "full_name"), ("", "age")),
                *(("min_", "age"), ("max_", "age")),
            )
        ),
        "Order: sort client_full_name renamed to buyer_full_name",
        "Order.client: renamed to buyer",
    ]


def test_what_is_not_declared_came_and_went() -> None:
    new = _DESIGN.replace("client.full_name", "client.city")
    assert _told(_DESIGN, new) == [
        "Order: filter client_city added",
        "Order: filter client_full_name removed",
        "Order: sort client_city added",
        "Order: sort client_full_name removed",
    ]
