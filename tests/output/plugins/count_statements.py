"""Say as JSON how many statements each request to a shop sends to its database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from shop.core.http.dependencies import resources_of
from shop.main import create_app
from tests.signing_in import signed_in

_TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK")


@contextmanager
def counted(app: FastAPI, counts: dict[str, int], name: str) -> Iterator[None]:
    """Count the statements beside those that begin and end a transaction."""
    engine = resources_of(app).database.engine.sync_engine

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        counts[name] = counts.get(name, 0) + (not statement.startswith(_TRANSACTION))

    sa.event.listen(engine, "before_cursor_execute", count)
    yield
    sa.event.remove(engine, "before_cursor_execute", count)


async def _made(client: AsyncClient, path: str, **body: object) -> str:
    made = await client.post(path, json=body)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def main() -> dict[str, int]:
    """Return the statements of each request, by its name."""
    app, counts = create_app(), dict[str, int]()
    client = AsyncClient(transport=ASGITransport(app), base_url="http://shop/api/v1")
    async with app.router.lifespan_context(app), client:
        admin = await signed_in(app, "admin")
        client.headers.update(admin.headers)
        category = await _made(client, "/categories", name="Tools")
        tags = [await _made(client, "/tags", label=f"tag {n}") for n in range(3)]
        person = {"account_id": str(admin.account), "full_name": "A"}
        customer = await _made(client, "/customers", email="a@b.example", **person)
        order = await _made(client, "/orders", customer_id=customer)

        async def product(n: int) -> str:
            body = {"sku": f"P{n}", "name": "Saw", "price": "1.00"}
            own = {"category_id": category, "tag_ids": tags}
            return await _made(client, "/products", **body, **own)

        async def line(n: int) -> str:
            body = {"order_id": order, "quantity": 1, "unit_price": "1.00"}
            return await _made(
                client, "/order-lines", product_id=await product(n), **body
            )

        lines = [await line(n) for n in range(2)]
        for rows in (2, 12):
            lines += [await line(n) for n in range(len(lines), rows)]
            for path in ("/products", "/order-lines", f"/orders/{order}/lines"):
                name = f"{rows} rows: list {path.replace(order, 'ID')}"
                with counted(app, counts, name):
                    found = (await client.get(path)).json()
                assert len(found["data"]) == rows
        with counted(app, counts, "create"):
            key = await product(99)
        with counted(app, counts, "get"):
            assert (await client.get(f"/products/{key}")).status_code == 200
        with counted(app, counts, "patch"):
            body = {"name": "Axe", "tag_ids": tags[:1]}
            changed = await client.patch(f"/products/{key}", json=body)
        assert changed.status_code == 200
        with counted(app, counts, "delete"):
            assert (await client.delete(f"/products/{key}")).status_code == 204
    return counts


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main())))
