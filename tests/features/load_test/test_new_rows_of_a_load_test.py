"""New rows of a load test are copies of rows that are there, or none are made."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from bd_scaffold import pipeline

LID = (
    "  Lid: {fields: {a: string(9)}}\n"
    "  Line: {fields: {box: Box on_delete(cascade), text: string(9)}}\n"
)


def create(fields: str, more: str = "") -> dict[str, Any] | None:
    """What the mix says of creating a row with such fields; nothing where none is made."""
    text = (
        "name: lab\nrequirements: {load_test: true}\n"
        "types: {Place: {shelf: smallint, row: smallint}}\nentities:\n"
        f"  Box:\n    fields: {{{fields}}}\n{more}{LID}"
    )
    said = pipeline.build(pipeline.check(text.encode(), "design.yaml")).load_test
    assert said is not None
    return tomllib.loads("\n".join(said.mix)).get("Box.create")


def test_a_new_row_is_a_copy_with_the_parent_of_one_that_a_list_shows() -> None:
    assert create('label: string(9), lid: Lid, tags: "string(9)[]", at: date?') == {
        "weight": 2,
        "call": "POST /api/v1/boxes",
        "rows": "/api/v1/boxes",
        "fields": ["label", "lid_id", "tags", "at"],
    }


@pytest.mark.parametrize(
    ("field", "form"),
    [
        ("string(40) unique", "text 24"),
        ("string(9) unique", "text 9"),
        ("string(40) unique upper", "TEXT 24"),
        ('string(40) unique pattern("^[A-Z0-9-]+$")', "TEXT 24"),
        ('string(12) unique pattern("^[0-9]{12}$")', "digits 12"),
        ("email unique", "email"),
        ("url unique", "url"),
        ("uuid unique", "uuid"),
        ("integer unique min(1)", "number 1 2147483647"),
        ("string(30) encrypted unique", "text 24"),
        ("string(30) writeonly", "text 24"),
    ],
)
def test_what_no_two_rows_share_is_made_anew(field: str, form: str) -> None:
    found = create(f"code: '{field}', label: string(9)")
    assert found is not None
    assert found["fresh"] == {"code": form}
    assert found["fields"] == ["label"]


@pytest.mark.parametrize(
    ("fields", "more"),
    [
        ("code: string(4) unique", ""),
        ("code: 'string(12) unique pattern(\"^AB[0-9]{10}$\")'", ""),
        ("code: smallint unique", ""),
        ("lid: Lid unique", ""),
        ("a: Lid, b: Lid", "    unique: [[a, b]]\n"),
        ("low: integer unique, high: integer", "    checks: low < high\n"),
        (
            "a: datetime, b: datetime",
            "    checks: a < b\n    exclude: [{period: [a, b]}]\n",
        ),
        ("low: integer, high: integer = 9 readonly", "    checks: low < high\n"),
    ],
)
def test_no_row_is_made_that_might_be_refused(fields: str, more: str) -> None:
    assert create(fields, more) is None


def test_what_may_be_null_and_is_unique_is_left_out() -> None:
    found = create("lid: Lid? unique, label: string(9)")
    assert found is not None
    assert found["fields"] == ["label"]
    assert "fresh" not in found


def test_one_new_value_is_enough_for_what_is_unique_together() -> None:
    found = create("lid: Lid, label: string(20)", "    unique: [[lid, label]]\n")
    assert found is not None
    assert found["fresh"] == {"label": "text 20"}
    assert found["fields"] == ["lid_id"]


def test_what_the_service_numbers_needs_no_value() -> None:
    found = create("number: string(20) unique readonly, label: string(9)")
    assert found is not None
    assert found["fields"] == ["label"]


def test_rows_inside_of_a_row_are_not_copied_with_it() -> None:
    found = create('label: string(9), lines: "Line[] by box owned"')
    assert found is not None
    assert found["fields"] == ["label"]


UNIQUE = "    unique: [[at.shelf, at.row]]\n"


def test_a_part_that_is_unique_keeps_its_row_from_being_copied() -> None:
    assert create("at: Place?, label: string(9)", UNIQUE) is None
