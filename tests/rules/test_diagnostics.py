from __future__ import annotations

from bd_scaffold.diagnostics import Diagnostic, Where, did_you_mean, in_order, one_of
from bd_scaffold.rules import review


def at(line: int, column: int, code: str = "BD103") -> Diagnostic:
    return Diagnostic(Where("design.yaml", line, column), code, "Wrong.", "Do right.")


def test_a_diagnostic_is_one_line_with_place_code_reason_and_way_out() -> None:
    assert str(at(14, 7)) == "design.yaml:14:7 BD103 Wrong. Do right."


def test_a_diagnostic_is_flat_json() -> None:
    assert at(14, 7).to_json() == {
        "source": "design.yaml",
        "line": 14,
        "column": 7,
        "code": "BD103",
        "message": "Wrong.",
        "hint": "Do right.",
    }


def test_diagnostics_are_in_the_order_of_the_file_and_each_once() -> None:
    assert in_order([at(10, 1), at(2, 9), at(2, 1), at(10, 1)]) == (
        at(2, 1),
        at(2, 9),
        at(10, 1),
    )


def test_a_suggestion_is_only_made_where_a_word_is_close() -> None:
    assert did_you_mean("Custmer", ["Order", "Customer"]) == 'Did you mean "Customer"?'
    assert did_you_mean("Custmer", ["Order"]) == ""
    assert one_of(["a", "b", "c"]) == "Known are a, b and c."
    assert one_of(["a"]) == "Known is only a."
    assert one_of([]) == ""


def test_what_is_printed_cannot_steer_a_terminal() -> None:
    text = 'name: shop\nentities: {A: {fields: {"\\e[31m\\u202e": text}}}\n'
    _, diagnostics = review(text, "design.yaml")
    assert diagnostics
    assert all(str(each).isprintable() for each in diagnostics)
