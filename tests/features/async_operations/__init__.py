"""Operations of the design's own that a job does."""

from pathlib import Path

from capability import Capability

_OPERATIONS = """\
  Item.tidy_up: {async: true, input: {reason: string(40)}, output: Item, errors: [ITEM_AWAY]}
  Store.sum_up: {on: none, async: true, output: {count: integer}}
"""

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("operations later on", "operations later off"): [
            (
                "on_delete(set_null)\n",
                f"on_delete(set_null)\noperations:\n{_OPERATIONS}",
            ),
        ],
    },
    later={
        ("operation done at once", "operation done later"): [
            ("  Item.tidy_up: {async: true, input", "  Item.tidy_up: {input"),
        ],
        ("operation later renamed", "operation later renamed back"): [
            ("  Item.tidy_up: {async", "  Item.clear: {was: Item.tidy_up, async"),
        ],
        ("result otherwise", "result as before"): [
            ("output: {count: integer}", "output: {total: integer}"),
        ],
        ("operation later removed", "operation later added"): [
            (
                "  Store.sum_up: {on: none, async: true, output: {count: integer}}\n",
                "",
            ),
        ],
    },
    destructive={
        "operations later off": [
            "drop:async_operations",
            "drop:job_schedules",
            "drop:jobs",
        ],
    },
)
