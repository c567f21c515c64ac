"""The present moment that a migration gives to rows is kept as the service keeps moments."""

from __future__ import annotations

import sqlite3

from drafts import design_of, model_of
from journey import texts

from bd_scaffold.migrate.schema import schema_of

_MOMENT = "2026-01-31 12:00:00.000000"

TENANTS = """\
name: shop
security: {{authentication: jwt}}
entities:
  Note: {{fields: {{text: string(20)}}{trait}}}
"""


def test_a_moment_that_the_database_fills_in_has_all_of_its_digits() -> None:
    table = schema_of(model_of(design_of("code: string(20)"))).by_name["products"]
    (created,) = (each for each in table.columns if each.name == "created_at")
    assert created.meanwhile
    asked = f"SELECT {created.meanwhile.sqlite}"
    ((kept,),) = sqlite3.connect(":memory:").execute(asked).fetchall()
    assert len(kept) == len(_MOMENT)


def test_the_tenant_that_a_migration_makes_has_such_a_moment() -> None:
    old, new = (
        model_of(TENANTS.format(trait=each)) for each in ("", ", traits: [tenant]")
    )
    (revision,) = texts(old, new)
    assert "INSERT INTO tenants" in revision
    assert "'First', strftime(" in revision.replace('"\n            "', "")
    assert "{now}" not in revision
