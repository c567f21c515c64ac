"""What the model promises to templates is said of every member, and is what is stored."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from changes import SHOP, SHOP_NEXT, STEPS
from known_words import words as known_words

from bd_scaffold import model, pipeline
from bd_scaffold.language.design import Design
from bd_scaffold.language.scalars import ACCOUNT, TYPES
from bd_scaffold.model import store
from bd_scaffold.model.compatibility import shape_in
from bd_scaffold.model.model_api import ROOT, SCOPE, Shape, records, said, shape_of
from bd_scaffold.model.reference import pages
from bd_scaffold.model.schema import json_schema
from bd_scaffold.model.types import (
    LATER,
    Contract,
    EntityContract,
    Model,
    OlderContract,
)
from bd_scaffold.record import left_out, replace
from bd_scaffold.render import render

REPOSITORY = Path(__file__).parents[2]
EXAMPLES = sorted((REPOSITORY / "examples/designs").glob("*.yaml"))
GAMUT = REPOSITORY / "tests/designs/gamut.yaml"
DESIGNS = {path.stem: path.read_bytes() for path in (*EXAMPLES, SHOP, SHOP_NEXT)}
STEPPED = {
    f"{step.name}, {when}": text.encode()
    for step in STEPS
    for when, text in (("before", step.old), ("after", step.new))
}

MEMBERS = [
    (record, member) for record in records().values() for member in record.members
]
NAMES = [f"{record.name}.{member.name}" for record, member in MEMBERS]

VALIDATOR = jsonschema.Draft202012Validator(json_schema())


@cache
def stored(name: str) -> Any:
    design = pipeline.check(DESIGNS[name], "design.yaml")
    return store.read(store.dump(pipeline.build(design)))


def test_every_record_says_what_it_is() -> None:
    assert [each.name for each in records().values() if not each.doc] == []


def test_every_member_says_what_a_template_has_to_know_of_it() -> None:
    silent = [
        name
        for name, (_, member) in zip(NAMES, MEMBERS, strict=True)
        if member.doc.replace("_", " ") in ("", member.name.replace("_", " "))
    ]
    assert silent == []


def test_an_example_is_what_may_stand_there() -> None:
    found = 0
    for name, each in zip(NAMES, MEMBERS, strict=True):
        node = json_schema()["$defs"][each[0].name]["properties"][each[1].name]
        for example in node.get("examples", ()):
            found += 1
            assert VALIDATOR.evolve(schema=node).is_valid(example), name
    assert found > 100


def test_what_a_template_sees_by_name_is_promised() -> None:
    seen = render._ITEMS
    lists = {member.name: member.of for member in records()[ROOT].members}
    assert {"model": ROOT, **{seen[each]: lists[each] for each in seen}} == SCOPE


def test_the_types_of_values_are_those_of_the_language() -> None:
    kind = records()["Schema"].member("type")
    assert kind is not None
    assert set(kind.shape.values) == set(TYPES) - {ACCOUNT}  # which is a UUID


def test_a_record_is_asked_for_a_member_by_name() -> None:
    table, column = records()["Table"], records()["Column"]
    columns, name = table.member("columns"), column.member("name")
    assert columns is not None
    assert name is not None
    assert (columns.kind, columns.of, columns.always) == ("list", "Column", True)
    assert (name.kind, name.of, name.always) == ("scalar", None, True)
    assert table.member("colums") is None


def test_what_is_left_out_at_its_default_is_not_always_there() -> None:
    pattern = records()["Schema"].member("pattern")
    assert pattern is not None
    assert not pattern.always
    assert not pattern.shape.nullable  # where it is there


@pytest.mark.parametrize(
    ("hint", "words"),
    [
        (str | None, "a text or null"),
        (tuple[int, ...], "a list of whole numbers"),
        (tuple[str, bool], "a group of a text and true or false"),
        (
            Mapping[str, Mapping[str, Any]],
            "a mapping to mappings to values of any kind",
        ),
        (dict[str, float], "a mapping to numbers"),
        (tuple[tuple[str, ...], ...], "a list of lists of texts"),
        (object, "any value"),
    ],
)
def test_a_type_is_said_in_words(hint: Any, words: str) -> None:
    assert said(shape_of(hint)) == words.replace("any value", "any value or null")


def test_a_type_that_json_does_not_have_is_no_promise() -> None:
    with pytest.raises(KeyError):
        shape_of(tuple[bytes, ...])


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    assert json.loads(json.dumps(json_schema())) == json_schema()


@pytest.mark.parametrize(("record", "member"), MEMBERS, ids=NAMES)
def test_the_schema_says_of_a_member_what_its_type_says(
    record: Any, member: Any
) -> None:
    definition = json_schema()["$defs"][record.name]
    assert shape_in(definition["properties"][member.name]) == member.shape
    assert (member.name in definition["required"]) == member.always


@pytest.mark.parametrize("name", DESIGNS)
def test_what_is_stored_is_what_the_schema_says(name: str) -> None:
    VALIDATOR.validate(stored(name))


def built(design: Design) -> Any:
    """A design's model as it is stored, but for the texts of its contract."""
    bare = model.build(design)
    contract, own = Contract("", "", "", "", ""), EntityContract("", "", "")
    entities = tuple(replace(each, contract=own) for each in bare.entities)
    custom = tuple(replace(each, dtos="") for each in bare.custom)
    older = OlderContract("", "", ())
    versions = tuple(replace(each, contract=older) for each in bare.versions)
    jobs = replace(bare.jobs, dtos="") if bare.jobs else None
    attached = replace(bare, contract=contract, entities=entities, custom=custom)
    attached = replace(attached, jobs=jobs)
    attached = replace(attached, versions=versions)
    return store.read(store.dump(attached))


@pytest.mark.parametrize("name", STEPPED)
def test_so_it_is_after_every_kind_of_change(name: str) -> None:
    VALIDATOR.validate(built(pipeline.check(STEPPED[name], "design.yaml")))


def gamut() -> Any:
    return built(pipeline.check(GAMUT.read_bytes(), "design.yaml"))


def with_own_words() -> Any:
    words = "".join(
        f"{place}: {{properties: {{kept: {{type: integer, default: 30}}}}}}\n"
        for place in ("project", "area", "entity", "field")
    ).encode()
    design = b"""
name: shop
deployment: {container: false}
areas: {sales: [Order, Tag, Mark]}
entities:
  Mark: {fields: {order: Order, tag: Tag}}
  Order:
    fields:
      tags: Tag[]
      marks: Tag[] through(Mark)
      total: {type: integer, x-acme: {kept: 9}}
  Tag: {fields: {word: text column(Word)}}
"""
    known = known_words(words)
    return built(pipeline.check(design, "design.yaml", [known]))


def with_an_own_contract() -> Any:
    own = pipeline.own_contract(b"tags: [{name: Mine}]", "openapi.own.yaml")
    text = SHOP.read_text(encoding="utf-8")
    text = text.replace("enums:\n", "types: {Size: {width: integer}}\nenums:\n")
    text = text.replace("      stock:", "      size: Size?\n      stock:")
    design = pipeline.check(text.encode(), "design.yaml")
    return store.read(store.dump(pipeline.build(design, own=own)))


def test_so_it_is_with_words_of_a_team() -> None:
    stored = with_own_words()
    assert stored["entities"][0]["x"] == {"acme": {"kept": 30}}
    VALIDATOR.validate(stored)


def places(schema: Any, value: Any, reference: str = ROOT) -> Iterator[tuple[str, Any]]:
    """Every object of a stored model, and the record that it is."""
    yield reference, value
    for name, node in schema["$defs"][reference]["properties"].items():
        below = shape_in(node).record
        inner = value.get(name) if below else None
        if below and shape_in(node).kind == "mapping":
            inner = [*inner.values()]
        for each in inner if isinstance(inner, list) else [inner]:
            if below and each is not None:
                yield from places(schema, each, below)


@cache
def validator(record: str) -> Any:
    return VALIDATOR.evolve(schema={**json_schema(), "$ref": f"#/$defs/{record}"})


@pytest.fixture
def objects() -> dict[str, Any]:
    """The smallest object of each record in a model of everything."""
    found: dict[str, Any] = {}
    designs = stored("everything"), gamut(), with_security(), with_versions()
    for each in (*designs, with_documents(), with_many_lists()):
        for record, value in places(json_schema(), copy.deepcopy(each)):
            if record not in found or len(str(value)) < len(str(found[record])):
                found[record] = value
    return found


def test_every_member_that_is_always_there_has_to_be() -> None:
    for record in records().values():
        missing = {error.message for error in validator(record.name).iter_errors({})}
        always = [each.name for each in record.members if each.always]
        assert missing == {f"'{name}' is a required property" for name in always}


def test_what_has_its_default_is_not_there(objects: dict[str, Any]) -> None:
    for record, member in MEMBERS:
        if not member.always:
            wrong = {**objects[record.name], member.name: member.default}
            assert not validator(record.name).is_valid(wrong), member.name


def test_what_is_not_promised_is_not_there(objects: dict[str, Any]) -> None:
    for record, value in objects.items():
        assert not validator(record).is_valid({**value, "unheard_of": 1}), record
        validator(record).validate(value)


def with_extensions() -> Any:
    design = pipeline.check(EXTENDED.encode(), "design.yaml")
    return store.read(store.dump(pipeline.build(design)))


def with_numbers() -> Any:
    design = pipeline.check(TOLD.encode(), "design.yaml")
    return store.read(store.dump(pipeline.build(design)))


def with_security() -> Any:
    design = pipeline.check(SECURED.encode(), "design.yaml")
    return store.read(store.dump(pipeline.build(design)))


def with_versions() -> Any:
    design = pipeline.check(VERSIONED.encode(), "design.yaml")
    return store.read(store.dump(pipeline.build(design)))


def with_documents() -> Any:
    beside = REPOSITORY / "tests/designs/beside/design.yaml"  # where the contract is
    design = pipeline.check(DOCUMENTED.encode(), str(beside))
    return store.read(store.dump(pipeline.build(design)))


def with_many_lists() -> Any:
    """A design with more lists than FastAPI remembers by itself."""
    some = (f"  E{n}: {{fields: {{name: string(9)}}}}\n" for n in range(101))
    text = f"name: shop\nentities:\n{''.join(some)}"
    return store.read(
        store.dump(pipeline.build(pipeline.check(text.encode(), "design.yaml")))
    )


DOCUMENTED = """
name: shop
documents: true
telemetry: true
resilience: {payments: {contract: payments.openapi.yaml}}
operations: {Thing.pay: {calls: payments}}
requirements:
  load_test: true
  functional: [{id: A, text: B., operations: [Thing.*]}, {id: C, text: D.}]
  quality: {availability: 99.9%}
architecture: {decisions: [{title: T, context: C, decision: D, consequences: E}]}
security: {authentication: jwt, roles: {clerk: []}, defaults: {read: public, write: clerk}}
roadmap:
  phases:
    - {name: P, goal: G, delivers: A, needs: [N], starts: 2027-01-01, ends: 2027-02-01}
    - {name: Q, after: P, milestones: [{name: M, due: 2027-03-01}, O]}
  risks: [{risk: R, likelihood: low, impact: high, response: S, phase: P}, {risk: U}]
areas: {one: [Thing], two: [Other]}
jobs: {tell: {input: {thing: uuid}}}
events: {Told: {from: Thing.create, description: E.}}
messaging: {broker: rabbitmq}
deployment: {monitoring: true}
entities:
  Thing: {fields: {name: string(9), other: Other}}
  Other: {fields: {name: string(9)}}
"""

VERSIONED = """
name: shop
requirements: {quality: {availability: 99.9%}}
deployment: {kubernetes: true, cloud: aws}
cache: {store: redis}
files: {store: s3}
messaging: {broker: rabbitmq}
events: {ThingMade: {from: Thing.create}}
jobs: {index: {on: ThingMade}}
api:
  version: v2
  versions:
    v1:
      deprecated: 2026-12-01
      sunset: 2027-06-30
      link: https://shop.example/v2
      without: [Thing.weight]
      had: {Thing.colour: string(9)?}
entities:
  Thing: {fields: {name: string(9), weight: integer?, scan: "file(image/*, 5MB)?"}, cache: 60s}
"""

SECURED = """
name: notes
database: {seeds: true}
files: {store: s3}
security:
  authentication: [jwt, oidc, api_keys]
  browser: true
  roles: {clerk: {may: ["note:read"], was: seller, description: Whoever sells.}}
  revocation: immediate
entities:
  Note:
    fields:
      title: string(9)
      author: user?
      read: boolean = false
      rank: integer = 0 readable(clerk) writable(clerk)
      scan: file(image/*, 5MB)?
    owner: author
    erase: anonymise
    retention: {after: 6w, since: created_at}
    cache: 60s
    access:
      read: owner or note:read or read
      update: owner and (note:read or clerk) and (read or title = 'aaaaaaaaaaaaaaaaaa')
  Room:
    fields: {name: string(9) unique, beds: "Bed[] by room"}
    traits: [tenant]
    access: {read: beds.sleeper = principal.id, write: clerk}
  Bed: {fields: {room: Room, sleeper: user?}, traits: [tenant]}
  Shelf: {key: code, fields: {code: string(9)}, traits: [tenant]}
  Order: {fields: {lines: "Line[] by order owned"}, traits: [versioned]}
  Line: {fields: {order: Order on_delete(cascade), price: integer writable(clerk)}}
operations:
  Note.tally: {errors: [NOTE_READ], access: owner or clerk}
events: {RoomNamed: {from: Room.update, fields: [id, name]}}
realtime: {room: {of: Room, join: clerk, events: [RoomNamed]}}
"""

TOLD = """
name: told
documents: true
deployment: {ci: none, container: false}
requirements: {quality: {volume: {Post: {rows: 1G, growth: 5%/year}}}}
entities:
  Post: {fields: {author: Writer, first: string(9) pii}}
  Writer:
    table: writers_of_whose_copies_the_table_would_have_too_long_a_name
    fields: {name: 'string(9) unique column("Name (short)")', best: Post?}
    traits: [history]
"""

EXTENDED = """
name: halls
entities:
  Booking:
    fields: {hall: string(9), first: date, last: date}
    checks: first < last
    exclude: [{fields: [hall], period: [first, last]}]
"""


def test_every_member_that_may_be_left_out_is_there_in_some_design() -> None:
    there = {
        (record, name)
        for each in (
            *map(stored, ("everything", "shop", SHOP_NEXT.stem)),
            gamut(),
            with_own_words(),
            with_an_own_contract(),
            with_extensions(),
            with_security(),
            with_numbers(),
            with_versions(),
            with_documents(),
            with_many_lists(),
        )
        for record, value in places(json_schema(), each)
        for name in value
    }
    optional = {(r.name, member.name) for r, member in MEMBERS if not member.always}
    assert optional - there == set()


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_documents_of_the_model_are_what_its_types_say(name: str) -> None:
    committed = (REPOSITORY / "docs" / name).read_text(encoding="utf-8")
    assert committed == pages()[name], "run: python -m bd_scaffold.model.reference docs"


def test_the_page_says_how_a_template_reaches_each_record() -> None:
    page = pages()["model.md"]
    assert "Reached as `entity`, `model.entities[]`.\n" in page
    assert "Reached as `model.tables[].columns[]`.\n" in page
    assert page.count("\nReached as `") == len(records())


def test_a_shape_leads_to_a_record_through_lists() -> None:
    record = Shape("record", "Column")
    assert Shape("list", of=(Shape("list", of=(record,)),)).record == "Column"
    assert Shape("list", of=(Shape("scalar", "string"),)).record is None


def test_what_the_first_release_did_not_have_is_left_out_where_there_is_none() -> None:
    plain, valued, secured, versioned = (
        store.read(
            store.dump(pipeline.build(pipeline.check(text.encode(), "design.yaml")))
        )
        for text in (
            "name: a\nentities:\n  B: {fields: {c: integer}}\n",
            "name: a\ntypes:\n  T: {x: integer, y: integer}\nentities:\n  B: {fields: {c: T}}\n",
            SECURED,
            VERSIONED,
        )
    )
    assert not LATER & plain.keys()
    later = (valued, secured, versioned, with_documents())
    assert {name for each in later for name in each} >= LATER


def test_whatever_came_later_is_known_to_have_come_later() -> None:
    optional = left_out(Model)
    assert optional.keys() - LATER == {"retired"}  # which the first release had


def test_operations_that_are_done_at_once_store_nothing_of_later_ones() -> None:
    (group,) = with_security()["custom"]
    assert "later" not in group
