"""Lists narrowed by related rows tell nothing of rows that their reader doesn't see."""

from __future__ import annotations

import json
from pathlib import Path

from projects import Project

from bd_scaffold import pipeline

_DESIGN = b"""
name: notes
security: {authentication: jwt}
entities:
  Note:
    fields: {title: string(9), tags: "Tag[] nested filter", marks: "Tag[] filter"}
    access: {read: public}
  Tag:
    fields: {label: string(9), keeper: user?}
    owner: keeper
    access: {read: owner}
  Slot:
    key: [day, side]
    fields: {day: date, side: string(4), keeper: user?, notes: "Note[] nested filter"}
    owner: keeper
    access: {read: owner}
  Order:
    fields: {number: string(9), products: "Product[] through(Line) filter"}
    access: {read: public}
  Product: {fields: {name: string(9)}, access: {read: public}}
  Line:
    fields: {order: Order, product: Product, keeper: user?}
    owner: keeper
    access: {read: owner}
"""
_ASK = """
import asyncio, json
from httpx import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession
from notes import models
from notes.core.http.dependencies import resources_of
from notes.main import create_app
from tests.signing_in import signed_in

async def main():
    app = create_app()
    async with app.router.lifespan_context(app):
        ann, bob = await signed_in(app), await signed_in(app)
        engine = resources_of(app).database.engine
        async with AsyncSession(engine, expire_on_commit=False) as session:
            tag = models.Tag(label="mine", keeper_id=ann.account)
            note = models.Note(title="note")
            note.tags, note.marks = [tag], [tag]
            order, product = models.Order(number="1"), models.Product(name="book")
            session.add_all([note, tag, order, product])
            await session.flush()
            between = {"order_id": order.id, "product_id": product.id}
            session.add(models.Line(keeper_id=ann.account, **between))
            await session.commit()
        transport = ASGITransport(app)
        async with AsyncClient(transport=transport, base_url="http://test/api/v1") as client:
            seen = {}
            for path in (
                f"/notes?tag_id={tag.id}", f"/notes?mark_id={tag.id}",
                f"/orders?product_id={product.id}",
            ):
                for name, who in (("owner", ann), ("other", bob)):
                    answer = await client.get(path, headers=who.headers)
                    total = answer.json()["pagination"]["total"]
                    seen.setdefault(name, []).append(total)
        print(json.dumps(seen))

asyncio.run(main())
"""


def test_a_list_narrowed_by_a_hidden_row_is_empty(tmp_path: Path) -> None:
    project = Project("notes", tmp_path / "notes")
    pipeline.create(
        _DESIGN,
        "design",
        project.folder,
        repository=False,
        progress=lambda _words: None,
    )
    url = f"sqlite:///{tmp_path}/notes.db"
    project.run("alembic", "upgrade", "head", DATABASE_URL=url)
    asked = json.loads(project.says(_ASK, DATABASE_URL=url).splitlines()[-1])
    assert asked == {"owner": [1, 1, 1], "other": [0, 0, 0]}
