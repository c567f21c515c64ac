"""Operations of the design's own, whose bodies the team writes."""

from pathlib import Path

from capability import Capability

_OPERATIONS = """\
  Item.recount: {input: {reason: string(40), whole: boolean = false}, output: Item, errors: [ITEM_LOST]}
  Box.fullest: {on: collection, method: get, input: {least: "integer?"}, output: "Box[]"}
  Store.report: {on: none, method: get, output: {count: integer, states: "State[]"}}
"""  # noqa: E501 - a line each, as designs of steps are short

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("operations on", "operations off"): [
            (
                "on_delete(set_null)\n",
                f"on_delete(set_null)\noperations:\n{_OPERATIONS}",
            ),
        ],
    },
    later={
        ("operation given more", "operation given less"): [
            ("reason: string(40),", "reason: string(40), by: text,"),
        ],
        ("operation renamed", "operation renamed back"): [
            ("  Item.recount: {input", "  Item.count_again: {was: Item.recount, input"),
        ],
        ("operation answered otherwise", "operation answered as before"): [
            ("output: Item,", "output: {amount: integer},"),
        ],
        ("operation by another method", "operation by its method"): [
            (
                "Box.fullest: {on: collection, method: get",
                "Box.fullest: {on: collection",
            ),
        ],
        ("operation refused otherwise", "operation refused as before"): [
            (
                "[ITEM_LOST]",
                "{ITEM_LOST: {status: 410, message: It is lost.}, TOO_LATE: {}}",
            ),
        ],
        ("operation idempotent", "operation not idempotent"): [
            (
                "report: {on: none,",
                "report: {on: none, idempotent: true, description: A.,",
            ),
        ],
    },
)
