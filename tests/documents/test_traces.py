"""Traces lead from requirements to files that are there, and back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bd_scaffold import pipeline
from bd_scaffold.documents.traces import traces_of
from bd_scaffold.documents.untested import files_with_tests, untested
from bd_scaffold.model.types import Model, Traces

ROOT = Path(__file__).parents[2]

DESIGN = """\
name: shop
documents: true
requirements:
  functional:
    - {id: FR-1, text: Anyone looks., operations: [Product.list, Product.get]}
    - {id: FR-2, text: A clerk keeps all., operations: [Product.*]}
    - {id: FR-3, text: Somebody will say how.}
  quality:
    latency: {p95: 150ms}
    availability: 99.9%
    recovery: {rpo: 5m, rto: 1h}
    volume: {Product: 2M}
entities:
  Shelf: {fields: {name: string(20), products: "Product[] by shelf"}}
  Product: {fields: {name: string(20), shelf: Shelf}}
operations:
  Product.order: {on: item, method: post}
"""


def _model(design: str) -> Model:
    return pipeline.build(pipeline.check(design.encode(), "design.yaml"))


def _traces(model: Model) -> Traces:
    assert model.documents
    assert model.documents.traces
    return model.documents.traces


def test_a_requirement_names_what_meets_it() -> None:
    traces = _traces(_model(DESIGN))
    met = {each.id: each.operations for each in traces.requirements}
    nested = "Product.list_products_of_shelf"
    assert met["FR-1"] == ("Product.list", "Product.get", nested)
    assert set(met["FR-1"]) < set(met["FR-2"])
    assert "Product.order" in met["FR-2"]
    assert met["FR-3"] == ()


def test_the_overview_and_the_traces_say_the_same_of_a_requirement() -> None:
    model = _model(DESIGN)
    assert model.documents
    assert model.documents.overview
    told = {each.id: each.by for each in model.documents.overview.met}
    calls = {
        each.name: f"`{each.method} {each.path}`"
        for group in _traces(model).groups
        for each in group.operations
    }
    traced = {each.id: each.operations for each in _traces(model).requirements}
    assert {*told["FR-1"].split(", ")} == {calls[each] for each in traced["FR-1"]}
    assert "GET /api/v1/shelves/{shelf_id}/products" in told["FR-1"]
    assert told["FR-2"] == "every operation of Product"
    assert told["FR-3"] == "no operation"


def test_an_operation_names_what_it_is_for() -> None:
    traces = _traces(_model(DESIGN))
    found = {
        each.name: each.requirements
        for group in traces.groups
        for each in group.operations
    }
    assert found["Product.get"] == ("FR-1", "FR-2")
    assert found["Product.order"] == ("FR-2",)
    assert found["Shelf.get"] == ()


def test_what_is_expected_is_no_goal_and_a_goal_says_what_measures_it() -> None:
    goals = {each.name: each.measure for each in _traces(_model(DESIGN)).goals}
    assert list(goals) == [
        *("Latency, 95th percentile", "Availability"),
        *("Recovery point", "Recovery time"),
    ]
    assert "http_request_duration_seconds" in goals["Latency, 95th percentile"]
    assert goals["Recovery point"] == ""
    assert "restore rehearsal" in goals["Recovery time"]


@pytest.mark.parametrize(
    "design",
    [
        *sorted((ROOT / "examples").glob("*/design.yaml")),
        *(
            ROOT / "tests" / "designs" / f"{name}.yaml"
            for name in ("gamut", "together")
        ),
    ],
    ids=lambda path: path.parent.name if path.stem == "design" else path.stem,
)
def test_each_file_is_there_and_each_operation_has_one(design: Path) -> None:
    model = _model(design.read_text())
    files = pipeline.render(design.read_bytes(), model)
    traces = traces_of(model)
    for group in traces.groups:
        assert group.code in files
        for each in group.operations:
            assert each.tests, each.name
            assert set(_linked(each.tests)) <= set(files), each.name
    assert set(_linked(traces.held)) <= set(files)
    assert files_with_tests(model) <= set(files)


def _linked(markdown: str) -> list[str]:
    return re.findall(r"\(\.\./(.*?)\)", markdown)


def test_without_requirements_operations_lead_to_their_tests_all_the_same() -> None:
    model = _model(
        "name: shop\ndocuments: true\nentities:\n  Tag: {fields: {a: text}}\n"
    )
    (group,) = _traces(model).groups
    assert all(each.tests and not each.requirements for each in group.operations)
    assert model.documents
    nothing = model.documents.pages["traces"].nothing
    assert "`requirements` in `design.yaml` declares them" in nothing


def test_a_test_that_is_gone_or_not_written_yet_is_told() -> None:
    model = _model(DESIGN)
    files = pipeline.render(DESIGN.encode(), model)
    (waiting,) = untested(model, files)
    assert waiting.operations == ("Product.order",)
    assert not waiting.gone
    written = files[waiting.file].replace("assert_not_written(", "assert_ordered(")
    there = {**files, waiting.file: written}
    assert not [*untested(model, there)]
    del there["tests/api/test_delete.py"]
    (lost,) = untested(model, there)
    assert lost.gone
    assert lost.operations == ("Shelf.delete", "Product.delete")
