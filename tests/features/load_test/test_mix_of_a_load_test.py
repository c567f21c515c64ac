"""What a load test asks for, and what it holds the answers to, by what a design says."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from bd_scaffold import pipeline
from bd_scaffold.model.types import LoadTest, Model
from bd_scaffold.rules import reviewed

QUALITY = (
    "{latency: {p50: 50ms, p99: 1.5s}, throughput: 600/minute, availability: 99.9%}"
)


def built(text: str) -> Model:
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def design(
    entities: str, *, requirements: str = "load_test: true", more: str = ""
) -> str:
    return f"name: lab\nrequirements: {{{requirements}}}\n{more}entities:\n{entities}"


def mix(text: str) -> dict[str, Any]:
    said = built(text).load_test
    assert said is not None
    return tomllib.loads("\n".join(said.mix))


BOX = """\
  Box: {fields: {label: string(9), tags: "string(9)[]", lid: "Lid? on_delete(set_null)"}}
  Lid: {fields: {a: text}}
"""


def test_a_design_without_the_word_has_nothing_of_it() -> None:
    model = built(design(BOX, requirements="load_test: false"))
    assert model.load_test is None
    assert "load_test" not in model.parts
    assert "commands" not in model.parts


def test_reads_weigh_more_than_changes_and_a_change_sends_back_what_is_simple() -> None:
    found = mix(design(BOX))
    assert found["Box.get"] == {
        "weight": 40,
        "call": "GET /api/v1/boxes/{box_id}",
        "rows": "/api/v1/boxes",
        "keys": ["id"],
    }
    assert found["Box.list"] == {"weight": 20, "call": "GET /api/v1/boxes"}
    assert found["Box.update"]["fields"] == ["label"]
    assert not {"Box.replace", "Box.delete"} & found.keys()


def test_a_weight_is_explained_and_apart_from_the_others() -> None:
    said = built(design(BOX)).load_test
    assert said is not None
    assert said.mix[:3] == (
        "# 20 for a list",
        '"Box.list" = {weight = 20, call = "GET /api/v1/boxes"}',
        "",
    )
    assert {*said.mix[2::3]} == {""}


def test_many_rows_and_requirements_weigh_more() -> None:
    said = (
        "load_test: true, functional: [{id: A, text: B., operations: [Box.list]}, "
        "{id: C, text: D., operations: [Lid.*]}], quality: {volume: {Box: 100k}}"
    )
    found = mix(design(BOX, requirements=said))
    weights = {name: each["weight"] for name, each in found.items()}
    assert weights["Box.list"] == 20 * 3 * 2
    assert weights["Box.get"] == 40 * 3
    assert weights["Lid.get"] == 40 * 2


def test_a_list_below_a_row_is_one_of_the_lists_that_a_requirement_names() -> None:
    text = design(
        '  Shelf: {fields: {name: string(9), books: "Book[] by shelf"}}\n'
        "  Book: {fields: {name: string(9), shelf: Shelf}}\n",
        requirements="load_test: true, functional: "
        "[{id: A, text: B., operations: [Book.list]}]",
    )
    assert mix(text)["Book.list_books_of_shelf"]["weight"] == 10 * 2


@pytest.mark.parametrize(
    ("operations", "names"),
    [
        ("[get, update]", set()),  # no list has a row to ask for
        ("[list, update]", {"Box.list"}),  # nothing is there to be sent back
        ("[list, get, update]", {"Box.list", "Box.get", "Box.update"}),
        ("[create, delete]", set()),
    ],
)
def test_nothing_is_asked_for_without_a_row_to_ask_for(
    operations: str, names: set[str]
) -> None:
    text = f"  Box: {{fields: {{label: string(9)}}, operations: {operations}}}\n"
    assert mix(design(text)).keys() == names


SIGNED = (
    "security: {authentication: jwt, roles: {clerk: ['box:read'], boss: ['*']}, "
    "defaults: {read: authenticated, write: boss}}\n"
)
OWNED = (
    "  Box:\n    fields: {label: string(9), owner: user?}\n    owner: owner\n"
    "    access: {read: owner, update: owner}\n"
    "  Lid: {fields: {a: string(9)}}\n"
)


def test_what_the_account_may_not_do_weighs_nothing() -> None:
    text = design(OWNED, more=SIGNED)
    said = built(text).load_test
    assert said is not None
    assert said.role == "boss"
    assert "LOAD_EMAIL" in said.signing_in
    weights = {name: each["weight"] for name, each in mix(text).items()}
    assert weights == {
        "Box.list": 20,  # of none of theirs
        "Box.get": 0,
        "Box.update": 0,
        "Box.create": 0,
        "Lid.list": 20,
        "Lid.get": 40,
        "Lid.update": 4,
        "Lid.create": 2,
    }


def test_an_operation_of_the_designs_own_waits_until_it_is_written() -> None:
    text = design(BOX) + (
        "operations:\n"
        "  Box.size: {on: item, method: get, output: {size: integer}}\n"
        '  Box.near: {on: collection, method: get, input: {to: string(9)}, output: "Box[]"}\n'
        "  Box.count: {on: collection, method: get, output: {size: integer}}\n"
        "  Box.shake: {on: item, method: post}\n"
    )
    found = mix(text)
    own = {
        name: each["weight"]
        for name, each in found.items()
        if name[4:] in "size near count shake"
    }
    assert own == {"Box.size": 0, "Box.count": 0}


def test_goals_are_numbers() -> None:
    said = built(
        design(BOX, requirements=f"load_test: true, quality: {QUALITY}")
    ).load_test
    assert said is not None
    assert tomllib.loads("\n".join(said.goals)) == {
        "p50": 50,
        "p99": 1500,
        "throughput": 10,
        "availability": 0.999,
    }


@pytest.mark.parametrize(
    ("quality", "told"),
    [
        ("{}", {"BD974"}),
        ("{latency: {p95: fast}, availability: always}", {"BD974"}),
        ("{latency: {p95: 150ms}}", set()),
        ("{availability: 99.9%}", set()),
    ],
)
def test_a_load_test_without_a_goal_is_noted(quality: str, told: set[str]) -> None:
    text = design(BOX, requirements=f"load_test: true, quality: {quality}")
    notes = reviewed(text.encode(), "design.yaml").notes()
    assert {each.code for each in notes} & {"BD974"} == told


def test_a_load_test_that_asks_for_nothing_is_noted_and_not_tried() -> None:
    text = design("  Box: {fields: {a: text}, operations: [create, get]}\n")
    assert built(text).load_test == LoadTest((), (), "", asks=False, signing_in="")
    notes = reviewed(text.encode(), "design.yaml").notes()
    assert [each.code for each in notes] == ["BD974", "BD974"]
    files = pipeline.render(text.encode(), built(text))
    assert "load/locustfile.py" in files
    assert "tests/test_load.py" not in files


def test_traces_say_that_it_measures_the_goals() -> None:
    text = design(
        BOX,
        requirements=f"load_test: true, quality: {QUALITY}",
        more="documents: true\n",
    )
    documents = built(text).documents
    assert documents is not None
    assert documents.traces is not None
    measures = {each.name: each.measure for each in documents.traces.goals}
    assert all("`just load`" in each for each in measures.values())
