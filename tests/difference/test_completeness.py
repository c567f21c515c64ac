"""Whatever the model knows is compared, or follows from what is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeGuard, get_args, get_type_hints

import pytest
from known_words import words

from bd_scaffold import model, pipeline
from bd_scaffold.difference import compare
from bd_scaffold.model import types
from bd_scaffold.model.model_api import records
from bd_scaffold.record import Record, replace

DERIVED: dict[str, set[str]] = {
    "Project": {"package", "title_source"},
    "Api": {"prefix", "cors_sources", "rate_limits"},
    "Idempotency": {"seconds"},
    "Kubernetes": {
        "paths",
        *("config", "secret", "migrate", "workloads", "settings", "secrets", "ports"),
        *("gateway_namespace", "contract", "daily", "resources", "rules", "dashboard"),
    },
    "Environment": {
        "directory",
        "namespace",
        "most",
        "config",
        "routed",
        "crowded",
        "resources",
    },
    "Cloud": {"connections", "addresses", "secrets", "account", "secret", "cluster"},
    "Connection": {"name", "line"},
    "CloudEnvironment": {
        *("directory", "namespace", "storage_most"),
        *("availability_why", "instance_why", "storage_why", "backup_why", "cache_why"),
    },
    "Database": {"postgresql"},
    "Fact": {"word"},  # which its name says, too
    "Decision": {"number", "slug", "implied"},
    "EnumMember": {"name", "was", "source", "docstring"},
    "Enum": {"was", "former", "class_name"},
    "Area": {"was", "package", "directory", "tests"},
    "Property": {
        *("name", "attribute", "in_replace", "required", "made"),
        *("readable", "writable"),  # as the table of access says them
    },
    "Seeds": {"imports", "plan", "accounts", "roles", "divided", "passwords"},
    "Monitoring": {
        *("rules", "tests", "dashboard", "runbooks", "fields", "buckets"),
        *("counted", "untold"),
    },
    "LoadTest": {"mix", "goals", "role", "asks", "signing_in"},
    "SeedCode": {"imports", "blocks", "rows", "names"},
    "PartOf": {"name", "attribute", "part", "nullable"},
    "ValueType": {"was", "parts"},
    "Schema": {"most_bytes"},  # as a number
    "KeyPart": {"parameter", "alias", "attribute", "schema", "python_type"},
    "Filter": {
        *("name", "attribute", "operator", "schema", "description", "link"),
        *("through", "composite", "given", "stand_in"),
    },
    "Association": {"was", "path", "listed"},
    "Through": {"class_name", "own", "other", "given"},
    "Operation": {
        *("id", "summary", "call", "returned", "errors", "http", "python", "requires"),
        *("key_of", "query", "body", "partial", "result", "controls", "relation"),
        *("security", "rule", "description", "given"),
        *("repeats", "item"),
        "file",  # which its field tells
    },
    "Sort": {"attribute"},
    "Inclusion": {
        *("attribute", "target", "shown", "own", "theirs", "many", "parameter"),
        "description",
    },
    "Column": {
        *("attribute", "type", "nullable", "primary", "trait", "enum"),
        *("items", "default", "on_update", "numbered", "was", "former", "x"),
        *("server_default", "computed", "sealed", "hashes", "existing"),
        "existing_value",
    },
    "Sealed": {"context", "plain", "hash"},
    "Computed": {"reads", "said"},
    "Relationship": {"attribute", "was"},
    "Retention": {"attribute", "entry"},
    "KeptAnswers": {"arguments"},
    "Constraint": {
        *("target", "enum", "late", "needed", "open_ends", "own_name", "only_sqlite"),
        "divides",
    },
    "Index": {"name", "origin", "own_name"},
    "IndexKey": {"column"},
    "Table": {"name", "entity", "link", "python", "policies", "copies", "called"},
    "Link": {
        *("name", "was", "attribute", "relationship", "target", "target_class"),
        *("table", "far_column", "in_list", "x"),
    },
    "Entity": {
        *("was", "class_name", "singular", "handle", "plural", "variable", "label"),
        *("label_plural", "title", "package", "directory", "tests", "path"),
        *("item_path", "default_sort", "volume", "nested", "nested_links", "table"),
        *("finders", "mapped", "repository", "service", "router", "resource"),
        "left_out",
        "copies_names",
        *("contract", "access", "access_cases", "person", "transitions_code"),
        "inclusions_code",
        "owners",
        "files",  # as its fields say
    },
    "Owned": {
        *("name", "was", "attribute", "target", "by", "package", "item"),
        *("reference", "fixed", "needed", "keyed"),  # as the rows' own fields say
    },
    "Owner": {"entity", "class_name", "field", "item", "reference", "counts"},
    "CustomOperation": {
        *("full_name", "name", "was", "operation", "method", "docstring"),
        *("tests", "rule"),  # which the table of access says
    },
    "CustomGroup": {
        *("name", "was", "kind", "label", "handle", "tag", "package", "directory"),
        *("tests", "service", "router", "apart", "samples"),
        *("maker", "access", "dtos", "later"),
    },
    "Dependency": {
        *("was", "class_name", "calls_name", "package", "directory", "setting"),
        *("models", "calls", "credential_told"),  # as its contract says
    },
    "DependencyOperation": {"id", "tried"},
    "Refusal": {"code", "class_name", "message_source"},
    "Event": {"name", "was", "entity", "operations", "fields", "entry"},
    "EventField": {"name", "attribute", "field"},
    "Job": {"name", "was", "class_name", "definition", "method", "docstring"},
    "Jobs": {"given", "scheduled", "dtos"},
    "Channel": {"name", "definition", "rules"},
    "ToldEvent": {"name", "attribute"},
    "Realtime": {"imports"},
    "Messaging": {"title", "consumes"},  # as the jobs say
    "Role": {"was"},
    "Security": {"jwt", "oidc", "api_keys", "actions"},
    "Transition": {"was", "method", "attribute"},
    "TransitionSet": {"attribute", "kind"},
    "AccessTable": {"entity", "callers", "said", "lines", "conditions"},
    "Model": {
        *("format", "migration", "routers", "mapped"),
        *("mapped_names", "contract", "retired", "resources", "tests"),
        *("parts", "components", "uses", "documents"),
    },
    "OlderVersion": {"prefix", "constant", "deprecated", "sunset", "contract"},
    "OlderEntity": {"hidden"},
    "Retired": {"path", "text"},  # what is left of files, not what a design says
}
"""What follows from the rest, and what a thing was: identity, and no difference by itself."""

DESIGN = """
name: lab
title: Lab
description: All that a design can say.
requirements:
  functional: [{id: A, text: First., operations: [Item.list]}]
  quality: {throughput: 300/s}
  constraints: [No cloud.]
architecture: {decisions: [{title: One, context: C, decision: D, consequences: E}]}
api:
  cors: ["https://a.example"]
  rate_limit: 9/day
  idempotency: {keep: 12h}
  version: v2
  versions:
    v1:
      deprecated: 2026-12-01
      sunset: 2027-06-30
      link: https://a.example/v2
      without: [Item.note, Item.tally, Item.upsert]
      called: {Box: Crate, Item.amount: count, State.shut: closed}
      had: {Item.colour: string(9) = red}
files: {store: s3}
messaging: {broker: rabbitmq}
deployment:
  cloud: aws
  kubernetes: {gateway: edge/public}
  environments: {staging: {host: lab.example.com}}
  proxies: nginx
enums: {State: {description: S, ordered: true, values: {open: O, shut: }}}
security:
  authentication: jwt
  roles: {boss: {may: ["*"], description: B.}, clerk: ["item:read"]}
  defaults: {read: item:read, write: boss}
areas: {store: [Item, Box, Lid, Rack, Spot]}
roadmap:
  phases:
    - {name: P, goal: G, delivers: A, needs: [N], starts: 2027-01-01, ends: 2027-02-01}
    - {name: Q, after: P, milestones: [{name: M, due: 2027-03-01}]}
  risks: [{risk: R, likelihood: low, impact: high, response: S, phase: P}]
types: {Money: {description: M, fields: {amount: integer, note: "string(9)?"}}}
x-acme: {cost_centre: "0012"}
entities:
  Item:
    description: A thing.
    owner: account
    retention: 7y
    cache: 60s
    order: [-amount, code]
    upsert: code
    filter: [box.label]
    sort: [box.label]
    access: {get: owner}
    fields:
      code: string(20) pattern("^[a-z]+$") unique
      note: text? length(2, 90) search
      amount: integer min(0) max(9) = 3 filter sort
      price: decimal(6,2)
      until: integer?
      paid: {type: Money?, description: P}
      state: State = open filter
      names: string(9)[] = []
      box: Box? on_delete(cascade) include
      account: user?
      boxes: Box[] include
      racks: Rack[] through(Spot)
      picture: file(image/*, 5MB)?
    unique: [[code, amount], {fields: [note, amount], nulls_not_distinct: true}]
    indexes:
      - {fields: [price], where: amount > 3, include: [code], method: btree}
      - [lower(code), price desc nulls last]
      - code text_pattern_ops
    exclude: [{fields: [code, state], period: [amount, until], where: amount > 1, message: Q.}]
    checks:
      - amount < until
      - {rule: amount < 8, name: few, message: Too many.}
      - {postgresql: "code ~ '^a'", sqlite: "code GLOB 'a*'"}
  Box:
    fields:
      label: {type: string(9), lower: true, description: L}
      items: Item[] by box include
      lids: Lid[] by box owned length(0, 9)
      phase: enum(new, old) = new readonly
    transitions:
      age: {from: new, to: old, when: label > 'a', message: M., description: D., sets: {label: x}}
  Lid: {fields: {box: Box on_delete(cascade)}}
  Rack: {fields: {name: text, items: "Item[] by racks"}}
  Spot: {fields: {item: Item, rack: Rack}}
resilience: {pay: {description: P., breaker: {open: 9s}}}
operations:
  Item.tally:
    description: T.
    calls: [pay]
    idempotent: true
    input: {reason: string(9)}
    output: Item
    errors: {LATE: {message: L.}}
events:
  ItemMade: {from: Item.create, description: E.}
realtime:
  box: {of: Box, join: member, members: Item.account, events: [ItemMade], description: R.}
jobs:
  tidy: {every: "0 3 * * *", time_zone: Europe/Berlin, description: T., deadline: 1h}
  tell: {input: {reason: string(9)}, concurrency: 2}
"""


WORDS = """
project: {properties: {cost_centre: {type: string}}, required: [cost_centre]}
area: {properties: {owner: {default: nobody}}}
entity: {properties: {audited: {type: boolean, default: false}}}
field: {properties: {personal: {type: boolean, default: false}}}
"""


@pytest.fixture(scope="module")
def built() -> types.Model:
    design = pipeline.check(DESIGN.encode(), "design.yaml", [words(WORDS)])
    return with_methods(model.build(design))


def with_methods(made: types.Model) -> types.Model:
    """A model whose other system has a method, as from a contract beside the design."""
    (called,) = made.dependencies
    method = types.DependencyOperation(
        *("read", "read", "GET", "/a", ("*",), "str"), repeats=True, tried="()"
    )
    called = replace(called, contract="a.yaml", operations=(method,))
    return replace(made, dependencies=(called,))


def compared(kind: type[Record]) -> list[str]:
    derived = DERIVED.get(kind.__name__, set())
    return [name for name in kind.__struct_fields__ if name not in derived]


def is_record(hint: object) -> TypeGuard[type[Record]]:
    return isinstance(hint, type) and issubclass(hint, Record)


def reached(kind: type[Record]) -> Iterator[type[Record]]:
    """The records of the model that are compared, from the outermost on."""
    yield kind
    for name in compared(kind):
        hint = get_type_hints(kind)[name]
        for inner in (hint, *get_args(hint)):
            if is_record(inner):
                yield from reached(inner)


def is_a_fact(kind: type[Record], name: str) -> bool:
    """True for a value, false for the records around it."""
    hint = get_type_hints(kind)[name]
    return not any(is_record(inner) for inner in (hint, *get_args(hint)))


FACTS = sorted(
    {
        (kind.__name__, name)
        for kind in reached(types.Model)
        for name in compared(kind)
        if is_a_fact(kind, name)
    }
)


@pytest.mark.parametrize(("kind", "name"), FACTS)
def test_a_fact_that_changes_is_a_change(
    kind: str, name: str, built: types.Model
) -> None:
    altered = list(alterations(built, kind, name))
    assert any(compare(built, each) for each in altered)
    assert any(compare(each, built) for each in altered)


def test_what_is_said_to_follow_is_in_the_model() -> None:
    for kind, derived in DERIVED.items():
        record = records()[kind]
        assert all(record.member(name) for name in derived)


def alterations(record: Any, kind: str, name: str) -> Iterator[Any]:
    """A model, with this one fact another in one of the records that have it."""
    if type(record).__name__ == kind:
        for value in others(getattr(record, name)):
            yield replace(record, **{name: value})
    for each in compared(type(record)):
        for inner in within(getattr(record, each), kind, name):
            yield replace(record, **{each: inner})


def within(value: Any, kind: str, name: str) -> Iterator[Any]:
    """A value that is a record or holds some, with one fact of one of them another."""
    if isinstance(value, Record):
        yield from alterations(value, kind, name)
    elif isinstance(value, dict):
        for key, item in value.items():
            for inner in within(item, kind, name):
                yield {**value, key: inner}
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            for inner in within(item, kind, name):
                yield (*value[:place], inner, *value[place + 1 :])


def others(value: Any) -> Iterator[Any]:
    """Values of the same kind that are not the same."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from ({**value, key: x} for x in others(item))
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from ((*value[:place], x, *value[place + 1 :]) for x in others(item))
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, str):
        # ready Python stays Python
        yield value.replace('"', '"n', 1) if '"' in value else f"{value}9"
    else:
        yield "9" if value is None else [value]
