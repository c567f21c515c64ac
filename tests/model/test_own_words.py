"""Templates find every word of every blueprint in use, whatever the design says of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from known_words import words

from bd_scaffold import model, pipeline
from bd_scaffold.model import store

ACME = """
project: {properties: {cost_centre: {type: string}}, required: [cost_centre]}
area: {properties: {owner: {type: string, default: nobody}}}
entity: {properties: {audited: {type: boolean, default: false}}}
field: {properties: {personal: {type: boolean, default: false}}}
"""
PAY = "entity: {properties: {limit: {type: [integer, 'null'], default: null}}}"

DESIGN = """
name: shop
x-acme: {cost_centre: "0012"}
areas:
  sales: {entities: [Order, Tag], x-acme: {owner: us}}
  stores: [Store]
entities:
  Order:
    x-acme: {audited: true}
    x-acme-pay: {limit: 7}
    traits: [soft_delete, versioned]
    fields:
      total: {type: integer, x-acme: {personal: true}}
      store: {type: Store, x-acme: {personal: true}}
      tags: {type: "Tag[]", x-acme: {personal: true}}
      note: text
  Tag: {fields: {word: text}}
  Store: {key: [town, number], fields: {town: string(9), number: integer,
    orders: {type: "Order[]", by: store, x-acme: {personal: true}}}}
"""


def built(text: str = DESIGN) -> model.types.Model:
    known = [words(ACME, "acme"), words(PAY, "acme-pay")]
    return pipeline.build(pipeline.check(text.encode(), "design.yaml", known))


def seen() -> dict[str, Any]:
    return store.read(store.dump(built()))


def rendered(template: str, **names: Any) -> str:
    environment = SandboxedEnvironment(undefined=StrictUndefined)
    return environment.from_string(template).render(**names)


def test_a_template_finds_each_word_at_each_level() -> None:
    template = """
{{- model.project.x.acme.cost_centre }}
{%- for area in model.areas %} {{ area.name }}={{ area.x.acme.owner }}{% endfor %}
{%- for entity in model.entities %}
{{ entity.name }} {{ entity.x.acme.audited }} {{ entity.x.acme_pay.limit }}
{%- for each in model.tables[entity.table].columns %} {{ each.name }}={{ each.x.acme.personal }}
{%- endfor %}{% endfor %}"""
    assert rendered(template, model=seen()) == """\
0012 sales=us stores=nobody
Order True 7 id=False total=True store_town=True store_number=True note=False \
version=False deleted_at=False created_at=False updated_at=False
Tag False None id=False word=False created_at=False updated_at=False
Store False None town=False number=False created_at=False updated_at=False"""


def of_fields() -> Iterator[tuple[str, str, bool]]:
    for entity in built().entities:
        for kind in ("properties", "relationships", "links"):
            for each in getattr(entity, kind):
                name = getattr(each, "name", None) or each.attribute
                yield entity.name, name, each.x["acme"]["personal"]


def test_all_that_comes_of_a_field_says_what_the_field_says() -> None:
    assert [(entity, name) for entity, name, personal in of_fields() if personal] == [
        ("Order", "total"),
        ("Order", "store_town"),
        ("Order", "store_number"),
        ("Order", "tag_ids"),
        ("Order", "store"),
        ("Order", "tags"),
        ("Order", "tag_ids"),
        ("Store", "orders"),
    ]


def test_a_stored_model_comes_back_with_its_words() -> None:
    made = built()
    assert store.load(store.dump(made)) == made


def test_without_words_in_use_a_model_is_stored_as_if_there_were_none() -> None:
    design = "name: shop\nentities: {Order: {fields: {total: integer}}}"
    plain = pipeline.build(pipeline.check(design.encode(), "design.yaml"))
    assert '"x"' not in store.dump(plain)


def test_a_level_without_words_has_none() -> None:
    pay = [words(PAY, "acme-pay")]
    design = b"name: shop\nentities: {Order: {fields: {total: integer}}}"
    made = json.loads(store.dump(model.build(pipeline.check(design, "d", pay))))
    assert made["entities"][0]["x"] == {"acme_pay": {"limit": None}}
    assert "x" not in made["project"]
    assert all("x" not in each for each in made["tables"]["orders"]["columns"])
