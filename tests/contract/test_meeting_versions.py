"""Where words of the full HTTP API meet: what is written of `designs/meeting.yaml`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from openapi_spec_validator import validate

from bd_scaffold import pipeline
from bd_scaffold.model.types import Model
from bd_scaffold.tree import Tree

_DESIGN = Path(__file__).parents[1] / "designs" / "meeting.yaml"


@cache
def _model() -> Model:
    return pipeline.build(pipeline.check(_DESIGN.read_bytes(), _DESIGN.name))


@cache
def _written() -> Tree:
    return pipeline.render(_DESIGN.read_bytes(), _model())


def _contract() -> Any:
    (version,) = _model().versions
    assert version.contract
    return yaml.safe_load(version.contract.text)


def _tables() -> str:
    return _written()["src/mix/older_versions/v1.py"]


def test_the_contract_of_then_refers_to_what_it_has() -> None:
    validate(_contract())
    schemas = _contract()["components"]["schemas"]
    assert not [each for each in schemas if each.startswith("Client")]
    assert "amount" in schemas["OrderLinesItem"]["properties"]
    assert "buyer" in schemas["OrderWithRelated"]["properties"]
    assert "full_name" not in schemas["BuyerFields"]["properties"]


def test_rows_inside_of_others_are_those_of_then() -> None:
    assert 'within={"lines": ORDER_LINE}' in _tables()
    assert '"client": "buyer"' in _tables()
    assert 'within={"orders": ORDER_DATA}' in _tables()


def test_items_of_batches_are_those_of_then() -> None:
    update = 'BATCH_UPDATE = Shape(within={"key": BUYER, "data": BUYER})'
    assert update in _tables()
    body = 'Route(\n        "POST",\n        "/batch/buyers",'
    route = _tables()[_tables().index(body) :].partition("),")[0]
    assert "body=BUYER_DATA" in route
    assert "answer=BUYER_RESULTS" in route


def test_what_rows_were_is_told_as_then() -> None:
    entry = 'Shape(within={"values": BUYER}, named={"changed": BUYER})'
    assert f"BUYER_ENTRY = {entry}" in _tables()


def test_a_put_by_a_natural_key_answers_as_is_preferred() -> None:
    router = _written()["src/mix/orders/router.py"]
    upsert = router[router.index("async def upsert_order(") :]
    assert "return preferred(" in upsert


def test_an_answer_of_some_fields_writes_no_others() -> None:
    answers = _written()["src/mix/core/http/responses.py"]
    assert "found._encoders = [" in answers


def _methods() -> Iterator[tuple[str, str, set[str]]]:
    """Yield each class of the repository's bases, each of its methods and its bases."""
    for path, text in _written().items():
        if path.startswith("src/mix/core/db/"):
            for each in ast.parse(text).body:
                if isinstance(each, ast.ClassDef):
                    bases = {ast.unparse(e).partition("[")[0] for e in each.bases}
                    for own in each.body:
                        if isinstance(own, ast.FunctionDef | ast.AsyncFunctionDef):
                            yield each.name, own.name, bases


def test_bases_of_a_repository_call_nothing_of_their_own_alike() -> None:
    found = [*_methods()]
    bases = {name: above for name, _, above in found}

    def above(name: str) -> set[str]:
        direct = bases.get(name, set())
        return direct | {each for one in direct for each in above(one)}

    private = [(n, m) for n, m, _ in found if m.startswith("_") and m[1] != "_"]
    for name, method in private:
        others = {n for n, m in private if m == method and n != name}
        if "SqlRepository" not in above(name):
            continue
        strangers = {
            each
            for each in others
            if "SqlRepository" in above(each)
            and each not in above(name)
            and name not in above(each)
            and not ({n for n, m in private if m == method} & above(name))
        }
        assert not strangers, f"{name}.{method} is {strangers}' as well"
