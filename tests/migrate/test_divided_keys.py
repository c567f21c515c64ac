"""Keys that tell rows apart in their tenant alone: what refers to them follows, with rows."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa
from drafts import first_migration, model_of
from journey import Empty, texts, travel

APART = """
security: {authentication: jwt, defaults: {read: authenticated, write: authenticated}}
entities:
  Country:
    key: code
    fields: {code: string(2), name: string(40) unique}
  Rate:
    key: [country, year]
    fields: {country: Country, year: integer, percent: 'decimal(5, 2)'}
  Order:
    fields:
      number: string(20) unique
      country: Country on_delete(cascade)
      billed: Country? on_delete(restrict)
      rate: Rate? on_delete(restrict)
"""


def divided(design: str, *entities: str) -> str:
    """The same with rows of some entities in tenants."""
    for each in entities:
        design = design.replace(f"  {each}:\n", f"  {each}:\n    traits: [tenant]\n")
    return design


ON = divided(APART, "Country", "Rate", "Order")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (APART, ON),
        (ON, APART),
        (ON, ON.replace("string(2)", "string(3)")),
        (
            ON,
            ON.replace("code", "iso").replace(
                "iso: string(2)", "iso: string(2) was(code)"
            ),
        ),
        (
            ON,
            ON.replace(
                "billed: Country? on_delete(restrict)",
                "billed: Country?  on_delete(cascade)",
            ),
        ),
    ],
    ids=["on", "off", "wider", "renamed", "another action"],
)
def test_a_key_goes_into_tenants_and_out(empty: Empty, old: str, new: str) -> None:
    travel(empty, model_of(old), model_of(new))


TENANTS = (
    "INSERT INTO tenants (id, name, created_at) VALUES ('{0}', '{0}', '2026-01-0{1}')"
)
OWN = """
INSERT INTO orders (id, number, country_code, tenant_id, created_at, updated_at)
VALUES ('{0}', '{1}', 'DE', '{0}', '2026-01-01', '2026-01-01')
"""
SHARED = """
INSERT INTO countries (code, name, created_at, updated_at)
VALUES ('DE', 'Germany', '2026-01-01', '2026-01-01')
"""


@pytest.mark.parametrize("keyed", ["own keys", "generated keys"])
def test_rows_of_two_tenants_dont_share_what_gets_one(empty: Empty, keyed: str) -> None:
    """What two tenants refer to can be of neither of them alone."""
    before, after = divided(APART, "Order"), ON
    if keyed == "generated keys":
        before, after = (_generated(each) for each in (before, after))
    old, new = model_of(before), model_of(after)
    database = empty()
    database.migrate([first_migration(old)])
    tenants = [uuid.UUID(int=n).hex for n in (1, 2)]
    database.run(lambda connection: _stored(connection, tenants, before))
    catalogue = database.catalogue()
    with pytest.raises(RuntimeError, match="point to countries that do not exist"):
        database.migrate(texts(old, new))
    assert database.catalogue() == catalogue
    database.run(
        lambda connection: connection.execute(
            sa.text(f"DELETE FROM orders WHERE tenant_id = '{tenants[1]}'")
        )
    )
    database.migrate(texts(old, new))
    assert database.dangling() == []


def _generated(design: str) -> str:
    design = design.replace("    key: code\n", "").replace("code: string(2), ", "")
    return design.replace("    key: [country, year]\n", "")


def _stored(connection: sa.Connection, tenants: list[str], design: str) -> None:
    """Store an order of each tenant, of one country."""
    country, own = SHARED, OWN
    if "key: code" not in design:
        country = country.replace("code", "id").replace("DE", tenants[0])
        own = own.replace("country_code", "country_id").replace("DE", tenants[0])
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SET app.every_tenant = 'on'"))
    for number, tenant in enumerate(tenants, start=1):
        connection.execute(sa.text(TENANTS.format(tenant, number)))
    connection.execute(sa.text(country))
    for tenant in tenants:
        connection.execute(sa.text(own.format(tenant, tenant[-9:])))
