"""What a changed design says to its clients: each change once, under the name that allows it."""

from __future__ import annotations

import json
import time

import pytest
from everything import EVERYTHING

from bd_scaffold.contract.compare import (
    Bump,
    ContractRenames,
    Finding,
    breaking,
    changes,
    compare,
    documents,
    next_version,
)
from bd_scaffold.contract.compare.documents import NoContractError
from bd_scaffold.contract.text import contract_texts, entity_texts
from bd_scaffold.model import build
from bd_scaffold.model.types import EntityContract, Model
from bd_scaffold.record import replace
from bd_scaffold.rules import review

OLD = """
name: shop
enums:
  State: [draft, cancelled]
entities:
  Address:
    fields:
      label: string(60)
  Tag:
    fields:
      label: string(40)
  Product:
    traits: [versioned]
    fields:
      stock: integer = 0 filter sort
      price: decimal(12,2) min(0) filter
      state: State filter
      lines: Line[] by product
  Line:
    fields:
      product: Product on_delete(cascade)
      amount: integer min(1) max(99)
"""


def contracted(text: str) -> Model:
    """The model of a design with its contract but for the classes, which take long."""
    design, mistakes = review(text, "design.yaml")
    assert design is not None
    assert not mistakes
    model = build(design)
    texts = [entity_texts(model, each, {}) for each in model.entities]
    return replace(
        model,
        entities=tuple(
            replace(each, contract=EntityContract(*pair, dtos=""))
            for each, pair in zip(model.entities, texts, strict=True)
        ),
        contract=contract_texts(model, [text for pair in texts for text in pair], {}),
    )


def found(*edits: tuple[str, str]) -> tuple[Finding, ...]:
    """What is found when some words of the design become others."""
    return changes(*models(*edits)).findings


def models(*edits: tuple[str, str]) -> tuple[Model, Model]:
    new = OLD
    for word, other in edits:
        assert word in new
        new = new.replace(word, other)
    return contracted(OLD), contracted(new)


def told(*edits: tuple[str, str]) -> list[str]:
    """The breaking ones as a user reads them."""
    return [str(each) for each in breaking(found(*edits))]


BEFORE = "before 1.0.0 the minor version stands for the major one"
GONE = "it is not there any more"
TAG = """  Tag:
    fields:
      label: string(40)
"""


@pytest.mark.parametrize(
    ("word", "other", "texts"),
    [
        (
            "      stock: integer = 0 filter sort\n",
            "",
            [
                "Product.stock: there is no query parameter min_stock any more",
                "Product.stock: there is no query parameter max_stock any more",
                "Product.stock: there is no query parameter stock any more",
                "Product.stock: in requests, it is not there any more",
                "Product.stock: in responses, it is not there any more",
                "Product.stock: lists cannot be ordered by stock any more",
            ],
        ),
        (TAG, "", ["Tag: the whole resource is not there any more"]),
        (
            "      lines: Line[] by product\n",
            "",
            [
                "Line.list: GET /api/v1/products/{product_id}/lines is not there any more"
            ],
        ),
        (
            "stock: integer = 0",
            "on_hand: integer = 0 was(stock)",
            [
                "Product.on_hand: the query parameter max_stock is max_on_hand now",
                "Product.on_hand: the query parameter min_stock is min_on_hand now",
                "Product.on_hand: the query parameter stock is on_hand now",
                "Product.on_hand: in requests, stock is on_hand now",
                "Product.on_hand: in responses, stock is on_hand now",
                "Product.on_hand: lists are ordered by on_hand now, not by stock",
            ],
        ),
        (
            "  Address:\n",
            "  DeliveryAddress:\n    was: Address\n",
            [
                "DeliveryAddress: /addresses is /delivery-addresses now",
                (
                    "DeliveryAddress: /addresses/{address_id} is "
                    "/delivery-addresses/{delivery_address_id} now"
                ),
            ],
        ),
        (
            "max(99)",
            "max(50)",
            ["Line.amount: in requests, at most 50 now, at most 99 before"],
        ),
        (
            "max(99)",
            "max(999)",
            ["Line.amount: in responses, at most 999 now, at most 99 before"],
        ),
        (
            "= 0 filter sort",
            "= 1 filter sort",
            ["Product.stock: in requests, what is left out is 1 now, 0 before"],
        ),
        (
            "string(60)",
            "text",
            [
                "Address.label: in responses, any longer text now, at most 60 characters before"
            ],
        ),
        (
            "name: shop",
            "name: shop\napi: {limit: {max: 50}}",
            ["limit: in the query parameter limit, at most 50 now, at most 100 before"],
        ),
        (
            "name: shop",
            "name: shop\napi: {version: v2}",
            ["api: /api/v1 is /api/v2 now"],
        ),
        (
            "    traits: [versioned]\n",
            "",
            [
                "Product.version: in responses, it is not there any more",
                "Product.versioned: 304 is not answered any more",
                "Product.versioned: responses come without the header ETag",
                "Product.versioned: there is no header If-Match any more",
                "Product.versioned: there is no header If-None-Match any more",
            ],
        ),
        (
            "    traits: [versioned]\n",
            "    traits: [versioned]\n    pagination: cursor\n",
            [
                "Product.pagination: there is no query parameter page any more",
                "Product.pagination: in responses at links, it is not there any more",
                *(
                    f"Product.pagination: in responses at pagination.{each}, {GONE}"
                    for each in ("page", "limit", "total", "pages")
                ),
            ],
        ),
        (
            "  Tag:\n",
            "  Tag:\n    operations: [list, get, create, replace, update]\n",
            ["Tag.delete: DELETE /api/v1/tags/{tag_id} is not there any more"],
        ),
    ],
)
def test_a_change_of_the_design_is_told_in_its_words(
    word: str, other: str, texts: list[str]
) -> None:
    assert sorted(told((word, other))) == sorted(texts)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("name: shop", "name: shop\ntitle: Another\ndescription: Other words."),
        ("string(40)", "string(40) search sort filter unique"),
        ("[draft, cancelled]", "[cancelled, draft]"),
        ("decimal(12,2) min(0) filter", "decimal(12,2) min(0) filter sort"),
        ("  Tag:\n", "  Review:\n    fields:\n      text: text\n  Tag:\n"),
        ("string(60)", "string(60)\n      note: text?"),
    ],
)
def test_what_only_adds_to_the_contract_breaks_nobody(word: str, other: str) -> None:
    assert told((word, other)) == []


def test_what_a_put_only_takes_back_is_no_longer_said_by_clients() -> None:
    fewer = ("  Tag:\n", "  Tag:\n    operations: [list, replace]\n")
    read_only = ("label: string(40)", "label: string(40) readonly = x")
    gone = "Tag.label: in requests, it is not there any more"
    assert {*told(fewer, read_only)} - {*told(fewer)} == {gone}


def test_what_many_operations_share_is_found_once_with_all_of_them() -> None:
    wider = found(("[draft, cancelled]", "[draft, cancelled, lost]"))
    assert [each.to_json() for each in wider] == [
        {
            "rule": "response-enum-widened",
            "breaking": True,
            "name": "State",
            "message": "in responses, lost is a new value",
            "place": "",
            "schemas": ["State"],
            "operations": [
                "GET /api/v1/products",
                "POST /api/v1/products",
                "GET /api/v1/products/{product_id}",
                "PATCH /api/v1/products/{product_id}",
                "PUT /api/v1/products/{product_id}",
            ],
        },
        {
            "rule": "request-enum-widened",
            "breaking": False,
            "name": "State",
            "message": "in requests, lost is a new value",
            "place": "",
            "schemas": ["State"],
            "operations": [
                "GET /api/v1/products",
                "POST /api/v1/products",
                "PATCH /api/v1/products/{product_id}",
                "PUT /api/v1/products/{product_id}",
            ],
        },
    ]
    assert json.loads(json.dumps([each.to_json() for each in wider]))
    assert wider[0].allowance == "break:State"


def test_an_entity_by_another_name_is_compared_with_what_it_was() -> None:
    both = found(
        ("  Address:\n", "  DeliveryAddress:\n    was: Address\n"),
        ("label: string(60)", "label: string(50)"),
    )
    named = {each.name for each in breaking(both)}
    assert named == {"DeliveryAddress", "DeliveryAddress.label"}
    assert not [each for each in both if each.rule == "resource-removed"]


def test_a_value_by_another_name_is_told_as_one() -> None:
    sides = documents(*models(("cancelled", "canceled")))
    renamed = ContractRenames(values={"State": {"cancelled": "canceled"}})
    assert [str(each) for each in compare(*sides, renamed)] == [
        "State: in requests, cancelled is canceled now",
        "State: in responses, cancelled is canceled now",
    ]


def test_every_form_of_a_value_is_the_same_as_itself() -> None:
    document = documents(
        contracted(EVERYTHING),
        contracted("name: no\nentities: {A: {fields: {b: text}}}"),
    )[0]
    assert document["paths"]
    assert compare(document, document) == ()


def test_a_model_without_a_contract_is_not_compared() -> None:
    design, _ = review(OLD, "design.yaml")
    assert design is not None
    with pytest.raises(NoContractError):
        documents(build(design), contracted(OLD))


@pytest.mark.parametrize(
    ("design", "told"),
    [
        ("0.1.0", "0.1.0 stays until you %s: why"),
        ("0.2.0", "0.1.0 → 0.2.0: why"),
        ("0.3.0", "0.1.0 → 0.3.0, where 0.2.0 is enough: why"),
        (
            "0.1.9",
            "0.1.0 → 0.1.9, which is too low for a contract with why; %s",
        ),
    ],
)
def test_it_is_told_who_writes_the_version(design: str, told: str) -> None:
    way_out = "write `version: 0.2.0` in design.yaml"
    told = told.replace("%s", way_out)
    assert str(Bump("0.1.0", "0.2.0", "why", design)) == told


@pytest.mark.parametrize(
    ("current", "change", "version", "reason"),
    [
        ("0.1.0", ("max(99)", "max(99)"), "0.1.0", "the contract is the same"),
        (
            "0.1.0",
            ("string(40)", "string(40)\n      note: text?"),
            "0.1.1",
            "2 changes, and no client breaks; " + BEFORE,
        ),
        (
            "0.1.1",
            ("max(99)", "max(50)"),
            "0.2.0",
            "1 change breaks clients; " + BEFORE,
        ),
        (
            "1.2.3",
            ("string(40)", "string(40)\n      note: text?"),
            "1.3.0",
            "2 changes, and no client breaks",
        ),
        ("1.2.3", (TAG, ""), "2.0.0", "1 change breaks clients"),
        ("1.2.3", ("[draft, cancelled]", "[lost]"), "2.0.0", "3 changes break clients"),
    ],
)
def test_the_next_version_is_the_one_that_the_changes_ask_for(
    current: str, change: tuple[str, str], version: str, reason: str
) -> None:
    bump = next_version(current, found(change))
    assert bump.to_json() == {
        "current": current,
        "version": version,
        "reason": reason,
        "design": "",
    }


def test_what_breaks_comes_first_with_the_version_that_it_asks_for() -> None:
    found_ = changes(*models(("max(99)", "max(999)"), (TAG, "")))
    assert [(each.breaking, str(each)) for each in found_.findings] == [
        (True, "Line.amount: in responses, at most 999 now, at most 99 before"),
        (True, "Tag: the whole resource is not there any more"),
        (False, "Line.amount: in requests, at most 999 now, at most 99 before"),
    ]
    assert found_.bump.version == "0.2.0"


def test_one_field_among_two_hundred_entities_is_found_at_once() -> None:
    fields = "fields: {name: string(40) search sort filter, day: date filter}"
    entities = "".join(
        f"  Thing{chr(65 + n // 26)}{chr(97 + n % 26)}x:\n    {fields}\n"
        for n in range(200)
    )
    old = contracted(f"name: large\nentities:\n{entities}")
    new = contracted(f"name: large\nentities:\n{entities.replace('40', '64', 1)}")
    start = time.process_time()
    findings = changes(old, new).findings
    spent = time.process_time() - start
    assert [each.name for each in findings] == ["ThingAax.name"] * 3
    assert spent < 0.3, "it is a tenth of that when nothing else is running"
