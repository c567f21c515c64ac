"""What `docs/words.md` says of an enum's words, and what they do to tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from drafts import FIRST, first_migration

from bd_scaffold import migrate, pipeline
from bd_scaffold.model.types import Model
from bd_scaffold.pipeline import build

_WORDS = (Path(__file__).parents[2] / "docs/words.md").read_text("utf-8")
_PLAIN = "[draft, paid]"


def made(status: str) -> Model:
    text = f"""name: shop
enums: {{Status: {status}}}
entities: {{Order: {{fields: {{status: Status sort = draft}}}}}}
"""
    return build(pipeline.check(text.encode(), "design.yaml"))


@pytest.mark.parametrize(
    ("row", "status"),
    [
        (
            "| `values: {draft: Not yet visible., paid: }` of an enum | nothing |",
            "{values: {draft: Not yet visible., paid: }}",
        ),
        (
            "| `description` of an enum | nothing |",
            "{description: How far it is., values: [draft, paid]}",
        ),
        (
            "| `ordered: true` of an enum | `ORDER BY CASE WHEN status = 'draft' THEN 0 …`",
            "{ordered: true, values: [draft, paid]}",
        ),
    ],
)
def test_a_word_of_an_enum_changes_no_table(row: str, status: str) -> None:
    assert row in _WORDS
    assert migrate.operations(made(_PLAIN), made(status)) == ()
    assert migrate.operations(made(status), made(_PLAIN)) == ()


def test_a_native_enum_is_a_type() -> None:
    type_ = "CREATE TYPE status AS ENUM ('draft', 'paid')"
    assert f"| `native: true` of an enum | `{type_}`" in _WORDS
    assert (
        "`VARCHAR(60)`, `CHECK (status IN ('draft', 'paid'))`, and the order" in _WORDS
    )
    model = made("{native: true, values: [draft, paid]}")
    made_there = migrate.sql_of(
        revisions(made(_PLAIN), model), made(_PLAIN), "postgresql"
    )
    assert " ".join(made_there.split()) == (
        f"ALTER TABLE orders DROP CONSTRAINT ck_orders_status_values; {type_}; ALTER TABLE "
        "orders ALTER status DROP DEFAULT, ALTER status TYPE status USING "
        "status::text::status, ALTER status SET DEFAULT 'draft';"
    )


def revisions(old: Model, new: Model) -> tuple[migrate.Revision, ...]:
    history = migrate.read_history({FIRST: first_migration(old)})
    return migrate.revision(migrate.operations(old, new), history)
