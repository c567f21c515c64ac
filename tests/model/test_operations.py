"""Each operation is one record, which says all that its callers and its server have to know."""

from __future__ import annotations

import pytest
import yaml

from bd_scaffold import contract, pipeline
from bd_scaffold.features.feature import Feature
from bd_scaffold.model.operations import operations_of
from bd_scaffold.model.types import Entity, Model
from bd_scaffold.operation import HttpEndpoint, Operation, refused
from bd_scaffold.record import replace

DESIGN = """
name: lab
title: Lab
entities:
  Order:
    fields: {number: string(20) unique, lines: "OrderLine[] by order"}
    traits: [versioned]
  OrderLine:
    key: [order, number]
    fields: {order: Order, number: integer}
    operations: [list, get]
"""


@pytest.fixture(scope="module")
def built() -> Model:
    return pipeline.build(pipeline.check(DESIGN.encode(), "design.yaml"))


def entity(model: Model, name: str) -> Entity:
    return next(each for each in model.entities if each.name == name)


def operation(model: Model, of: str, name: str) -> Operation:
    return next(each for each in entity(model, of).operations if each.name == name)


def test_an_entity_has_the_operations_of_the_design_and_then_its_lists_under_others(
    built: Model,
) -> None:
    own = {each.name: [o.name for o in each.operations] for each in built.entities}
    assert own == {
        "Order": ["list", "get", "create", "replace", "update", "delete"],
        "OrderLine": ["list", "get", "list_lines_of_order"],
    }


def test_an_operation_is_apart_from_how_http_carries_it(built: Model) -> None:
    update = operation(built, "Order", "update")
    assert replace(update, python=None) == Operation(
        name="update",
        kind="update",
        id="update_order",
        summary="Change one order; what is left out stays as it is",
        call="update",
        returned="one",
        errors=(
            "not_found",
            "conflict",
            "precondition_failed",
            "too_large",
            "unsupported_media_type",
            "invalid",
            "precondition_required",
        ),
        http=HttpEndpoint(
            method="patch",
            path="/orders/{order_id}",
            status=200,
            errors=(404, 409, 412, 413, 415, 422, 428),
            parameters=("If-Match",),
            headers=("ETag",),
        ),
        python=None,
        requires=("version",),
        key_of="Order",
        body="OrderUpdate",
        partial=True,
        result="Order",
    )


def test_a_list_under_another_path_is_called_by_the_key_of_the_other(
    built: Model,
) -> None:
    nested = operation(built, "OrderLine", "list_lines_of_order")
    assert (nested.kind, nested.key_of) == ("nested_list", "Order")
    assert nested.http.path == "/orders/{order_id}/lines"
    assert nested.errors == ("not_found", "invalid")


def test_the_contract_is_made_of_the_operations_and_of_nothing_else(
    built: Model,
) -> None:
    text = "".join(e.contract.paths for e in built.entities if e.contract)
    paths = yaml.safe_load(text)
    found = {
        (path, method): [int(status) for status in node["responses"]]
        for path, item in paths.items()
        for method, node in item.items()
        if method != "parameters"
    }
    assert found == {
        (built.api.prefix + each.http.path, each.http.method): [
            each.http.status,
            *([each.http.not_modified] if each.http.not_modified else []),
            *each.http.errors,
        ]
        for one in built.entities
        for each in one.operations
    }


def test_a_body_is_in_the_contract_under_the_name_that_its_operation_gives(
    built: Model,
) -> None:
    renamed = replace(
        built,
        entities=tuple(
            replace(one, operations=tuple(map(_with_another_body, one.operations)))
            for one in built.entities
        ),
    )
    assert "OrderUpdateBody" in contract.document(renamed)["components"]["schemas"]


def _with_another_body(operation: Operation) -> Operation:
    return replace(operation, body=operation.body and f"{operation.body}Body")


def test_a_capability_changes_operations_before_their_statuses_are_derived() -> None:
    def locked(operation: Operation) -> Operation:
        return refused(operation, "conflict")

    order = pipeline.check(DESIGN.encode(), "design.yaml").entities["Order"]
    lock = Feature(
        name="lock",
        said="lock",
        summary="Rows are locked.",
        used_by=lambda _: True,
        operation=locked,
    )
    listed, *_ = operations_of(replace(order, features=(lock,)), (), ())
    assert listed.errors == ("conflict", "invalid")
    assert listed.http.errors == (409, 422)


def test_a_capability_contributes_operations() -> None:
    order = pipeline.check(DESIGN.encode(), "design.yaml").entities["Order"]
    archive = Operation(
        name="archive",
        kind="delete",
        id="archive_order",
        summary="Archive one order",
        call="archive",
        returned="nothing",
        errors=("invalid", "not_found"),
        http=HttpEndpoint("post", "/orders/{order_id}/archive", 204, errors=()),
        python=None,
        key_of="Order",
    )
    *_, last = operations_of(order, (archive,), ())
    assert last.name == "archive"
    assert last.errors == (
        *("not_found", "precondition_failed"),
        *("invalid", "precondition_required"),
    )
    assert last.http.errors == (404, 412, 422, 428)


RULES = """
name: lab
entities:
  Span:
    fields: {starts: integer, ends: integer, kind: string(9) immutable = short}
    checks: [%s]
"""


@pytest.mark.parametrize(
    ("rule", "conflicting"),
    [
        ("ends > 0", set()),
        ("ends > starts", {"update"}),
        ("kind != 'short' or ends < 9", {"replace", "update"}),
    ],
)
def test_a_rule_is_a_conflict_only_where_a_request_does_not_show_it_alone(
    rule: str, conflicting: set[str]
) -> None:
    design = (RULES % rule).encode()
    model = pipeline.build(pipeline.check(design, "design.yaml"))
    found = {o.kind for o in entity(model, "Span").operations if "conflict" in o.errors}
    assert found == conflicting
