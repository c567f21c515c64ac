"""The shop some months later: an update keeps what a team has written, and every row.

The example is the shared design of the shop, and the later one is the shared design of it, each
with one line more, `documents: true`, so that there is a document to write in.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from changes import SHOP, SHOP_NEXT
from postgresql_server import empty_database
from projects import Project
from sqlalchemy.ext.asyncio import create_async_engine

from bd_scaffold import pipeline, update
from bd_scaffold.update import UpdateOptions

_PRODUCTS = "src/shop/catalogue/products"
_TESTED = "tests/catalogue/products/resource.py"
_ALLOWED = (
    "drop:Product.tags",
    "drop:Tag",
    "break:DeliveryAddress",
    "break:DeliveryAddress.label",
    "break:OrderLine.quantity",
    "break:OrderStatus",
    "break:Product.on_hand",
    "break:Product.sku",
    "break:Product.tag_ids",
    "break:Tag",
)
_RULE = '''
    async def create(self, data: ProductCreate) -> Product:
        """Add a product, if it is not one of those that we never sell again."""
        if data.sku.startswith("GONE-"):
            raise ConflictError("We never sell that again.")
        return await super().create(data)

    async def retire(self, product_id: UUID) -> Product:
        """Take a product out of what is on sale."""
        return await self.update(product_id, data=ProductUpdate(active=False))
'''
_ENDPOINT = """

@router.post(
    "/products/{product_id}/retire",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200, ProductRead, headers=("ETag",), errors=(401, 403, 404, 422, 429)
    ),
)
async def retire_product(
    product_id: ProductKey, service: ProductServiceDep
) -> Response:
    return response.one(await service.retire(product_id))
"""
_CONTRACT = """\
paths:
  /api/v1/products/{product_id}/retire:
    post:
      tags: [Product]
      summary: Retire Product
      operationId: retire_product
      parameters:
      - name: product_id
        in: path
        required: true
        schema: {$ref: '#/components/schemas/uuid'}
      responses:
        '200':
          description: It is not on sale any more.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Product'}
          headers:
            ETag: {schema: {type: string}}
            X-Request-ID: {schema: {type: string}}
            X-RateLimit-Limit: {schema: {type: integer}}
            X-RateLimit-Remaining: {schema: {type: integer}}
            X-RateLimit-Reset: {schema: {type: integer}}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '422': {$ref: '#/components/responses/Invalid'}
        '429': {$ref: '#/components/responses/TooManyRequests'}
"""
_PASSAGE = "We sell bicycles, and nothing that anybody has ridden.\n\n"
_SETTING = '    warehouse_url: str = ""\n'
_OWN_TEST = '''\
"""What we have added to products."""

from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.catalogue.products.resource import RESOURCE
from tests.factory import body_for


async def test_nobody_sells_again_what_is_gone(
    client: AsyncClient, session: AsyncSession
) -> None:
    body = await body_for(session, RESOURCE, "create") | {"sku": "GONE-1"}
    assert (await client.post("/products", json=body)).status_code == 409


async def test_what_is_retired_is_not_on_sale(
    client: AsyncClient, session: AsyncSession
) -> None:
    body = await body_for(session, RESOURCE, "create")
    made = (await client.post("/products", json=body)).json()
    answer = await client.post(f"/products/{made['id']}/retire")
    assert answer.status_code == 200
    assert answer.json()["active"] is False
'''
_ROWS = """\
import asyncio
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.http.dependencies import resources_of
from shop.main import create_app
from shop.models import *
from shop.models.enums import OrderStatus
from shop.models.product import product_tags
from shop.settings import Settings


async def main():
    app = create_app(Settings())
    async with app.router.lifespan_context(app):
        async with AsyncSession(resources_of(app).database.engine) as session:
            async def add(*rows):
                session.add_all(rows)
                await session.flush()
                return rows

            ada, bob = await add(Account(email="ada@example.com"), Account(email="bob@example.com"))
            (bikes,) = await add(Category(name="Bikes"))
            (fast,) = await add(Category(name="Fast bikes", parent_id=bikes.id))
            red, blue = await add(Tag(label="red"), Tag(label="blue"))
            one, two, gone = await add(*(
                Product(
                    sku=f"{'A' * 38}-{n}", name=f"Bike {n}", price=n, stock=n, active=n > 1,
                    attributes={"n": [n]}, category_id=fast.id,
                    deleted_at=datetime.now(UTC) if n == 3 else None,
                )
                for n in (1, 2, 3)
            ))
            pairs = [(one, red), (one, blue), (two, red)]
            await session.execute(
                sa.insert(product_tags), [{"product_id": p.id, "tag_id": t.id} for p, t in pairs]
            )
            hers, his = await add(
                Customer(email="a@example.com", full_name="Ada", phone="+1 23", account_id=ada.id),
                Customer(email="b@example.com", full_name="Bob", account_id=bob.id),
            )
            home, work, other = await add(*(
                Address(
                    customer_id=whose.id, label=label, street="Long Street 1", city="Bath",
                    postal_code="BA1", country="GB",
                )
                for whose, label in ((hers, "home"), (hers, "work"), (his, "home"))
            ))
            states = list(OrderStatus)
            orders = await add(*(
                Order(
                    number=f"O-{n}", customer_id=hers.id, ship_to_id=home.id if n % 2 else None,
                    status=state, total=n, placed_at=datetime.now(UTC), created_by_id=ada.id,
                )
                for n, state in enumerate(states)
            ))
            await add(*(
                OrderLine(order_id=o.id, product_id=p.id, quantity=999, unit_price=p.price)
                for o in orders for p in (one, two)
            ))
            await session.commit()

asyncio.run(main())
"""
_KEYS = {
    "ENCRYPTION_KEYS": f"test:{'A' * 43}=",
    "ENCRYPTION_INDEX_KEY": f"{'A' * 43}=",
}
_RENAMED = {"addresses": "delivery_addresses"}
_GONE = {"product_tags", "tags", "alembic_version"}
_KEPT = "cache_generations"
_NEW: dict[str, dict[str, Any]] = {
    "customers": {"loyalty_number": None},
    "products": {"weight_grams": 0, "created_by_id": None, "updated_by_id": None},
}

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's own git settings out of the tests."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A Tester")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "tester@example.com")


@pytest.fixture
def shop(tmp_path: Path) -> Project:
    """Return the shop of a team that has made it its own."""
    folder = tmp_path / "shop"
    design = SHOP.read_bytes()
    pipeline.create(design, "design.yaml", folder, repository=True, progress=_quiet)
    for path, text in _own().items():
        (folder / path).write_text(text, encoding="utf-8")
    service = f"{_PRODUCTS}/service.py"
    _edit(
        folder, service, "from shop.core.service", f"{_IMPORTS}from shop.core.service"
    )
    _edit(folder, service, '    label = "product"\n', f'    label = "product"\n{_RULE}')
    router = folder / _PRODUCTS / "router.py"
    router.write_text(router.read_text() + _ENDPOINT)
    about = "## Functional requirements\n"
    _edit(folder, "docs/system-overview.md", about, _PASSAGE + about)
    known = '    log_format: Literal["json", "console"] = "json"\n'
    _edit(folder, "src/shop/settings.py", known, known + _SETTING)
    _edit(folder, _TESTED, '"stock": n,', '"stock": n + 7,')
    _commit(folder, "Make it ours")
    return Project("shop", folder)


_IMPORTS = "from uuid import UUID\n\nfrom shop.core.errors import ConflictError\n"


def _own() -> dict[str, str]:
    return {
        "openapi.own.yaml": _CONTRACT,
        "tests/catalogue/products/test_ours.py": _OWN_TEST,
    }


def _quiet(_: str) -> None:
    pass


def _edit(folder: Path, path: str, before: str, after: str) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    assert text.count(before) == 1, path
    (folder / path).write_text(text.replace(before, after), encoding="utf-8")


def _commit(folder: Path, message: str) -> None:
    for words in (("add", "--all"), ("commit", "--quiet", "--message", message)):
        _git(folder, *words)


def _rows(url: str) -> Rows:
    """Return every row as it is stored, by the name of its table."""

    def look(connection: sa.Connection) -> Rows:
        known = sa.MetaData()
        known.reflect(connection)
        return {
            each.name: sorted(
                (dict(row) for row in connection.execute(sa.select(each)).mappings()),
                key=lambda row: str(sorted(row.items(), key=lambda pair: pair[0])),
            )
            for each in known.sorted_tables
        }

    return asyncio.run(_looked(url, look))


async def _looked(url: str, look: Any) -> Rows:
    scheme, _, rest = url.partition("://")
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
    engine = create_async_engine(f"{drivers[scheme]}://{rest}")
    async with engine.connect() as connection:
        found: Rows = await connection.run_sync(look)
    await engine.dispose()
    return found


def _later(before: Rows) -> Rows:
    """Return what the rows of before have to be."""
    found = {
        _RENAMED.get(table, table): [
            {("on_hand" if n == "stock" else n): v for n, v in row.items()}
            | _NEW.get(table, {})
            for row in rows
        ]
        for table, rows in before.items()
        if table not in _GONE
    }
    return found | {"reviews": []}


def _in_order(rows: Rows) -> dict[str, list[list[tuple[str, str]]]]:
    """Return rows so that they compare, whatever order their columns and they are in."""
    return {
        table: sorted(sorted((n, repr(v)) for n, v in row.items()) for row in found)
        for table, found in rows.items()
        if table != "alembic_version"
    }


def test_the_shop_goes_on_with_its_edits_and_its_rows(
    shop: Project, tmp_path: Path, postgresql: sa.URL
) -> None:
    server = empty_database(postgresql, "output_shop_goes_on")
    urls = [
        f"sqlite:///{tmp_path}/shop.db",
        server.render_as_string(hide_password=False),
    ]
    before = {}
    for url in urls:
        shop.run("alembic", "upgrade", "head", DATABASE_URL=url, **_KEYS)
        shop.says(_ROWS, DATABASE_URL=url, **_KEYS)
        before[url] = _rows(url)
        assert all(len(before[url][each]) for each in ("addresses", "product_tags"))

    folder = shop.folder
    (folder / "design.yaml").write_bytes(SHOP_NEXT.read_bytes())
    planned = update.make(folder, UpdateOptions(), _quiet)
    assert tuple(each.name for each in planned.wanting) == _ALLOWED
    assert len(planned.revisions) == 1
    done = update.run(folder, UpdateOptions(allow=_ALLOWED), _quiet)
    assert done.conflicts == (_TESTED,)
    _resolve(folder / _TESTED)
    update.proceed(folder, _quiet)
    _commit(folder, "Go on")

    _holds_what_is_ours(folder)
    for url in urls:
        shop.run("alembic", "upgrade", "head", DATABASE_URL=url, **_KEYS)
        after = _rows(url)
        assert after.pop(_KEPT) != before[url].pop(
            _KEPT
        )  # no answer of before is given
        assert _in_order(after) == _in_order(_later(before[url]))
        shop.run("alembic", "check", DATABASE_URL=url, **_KEYS)
    _passes(shop)
    assert update.drifts(folder) == []
    again = update.make(folder, UpdateOptions(), _quiet)
    assert (again.wanting, again.revisions) == ((), ())
    update.run(folder, UpdateOptions(), _quiet)
    assert _git(folder, "status", "--porcelain") == ""


def _holds_what_is_ours(folder: Path) -> None:
    for path, text in _own().items():
        assert (folder / path).read_text(encoding="utf-8") == text
    for path, text in {
        f"{_PRODUCTS}/service.py": _RULE,
        f"{_PRODUCTS}/router.py": _ENDPOINT,
        "docs/system-overview.md": _PASSAGE,
        "src/shop/settings.py": _SETTING,
        _TESTED: '"on_hand": n + 7,',
    }.items():
        assert text in (folder / path).read_text(encoding="utf-8"), path


def _passes(shop: Project) -> None:
    """The contract, what tells of products and addresses, and all types hold."""
    tests = (
        "tests/test_contract.py",
        "tests/catalogue",
        "tests/api/test_create.py",
        "tests/api/test_transitions.py",
        "tests/api/test_services.py",
    )
    shop.run("pytest", "-q", "-p", "no:cacheprovider", "--no-cov", *tests)
    shop.run("ruff", "check", "--no-cache")


def _resolve(path: Path) -> None:
    """Take the name of today, and the number that the team has written."""
    text = path.read_text(encoding="utf-8")
    start, end = text.index("<<<<<<<"), text.index(">>>>>>>")
    end = text.index("\n", end) + 1
    resolved = _today(text[start:end])
    path.write_text(text[:start] + resolved + text[end:], encoding="utf-8")


def _today(conflict: str) -> str:
    theirs = conflict.partition("=======\n")[2].partition(">>>>>>>")[0]
    assert '"on_hand": n,' in theirs
    return theirs.replace('"on_hand": n,', '"on_hand": n + 7,')


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
