"""What an operation answers is shown with what stands in other tables, however it was found."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bd_scaffold import model, pipeline

_DESIGN = b"""
name: lab
entities:
  Author: {fields: {name: string(40), works: "Work[] by author"}}
  Tag: {fields: {name: string(40)}}
  Work: {fields: {title: string(40), author: Author, tags: "Tag[]"}, traits: [soft_delete]}
  Order: {fields: {number: string(9), lines: "Line[] by order owned"}}
  Line: {fields: {order: Order on_delete(cascade), price: integer, tags: "Tag[]"}}
operations:
  Author.publish: {output: "Work[]"}
  Author.latest: {method: get, output: Work}
  Author.orders: {on: collection, method: get, output: "Order[]"}
  Author.first: {on: collection, output: Author}
  Author.count: {output: "Work[]", async: true}
"""
_BODY = """
from lab import models
from lab.authors.operations import AuthorOperations


async def test_rows_reached_by_a_relation(client, monkeypatch):
    async def made(path, **body):
        answer = await client.post(path, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    tags = [await made("/tags", name=str(each)) for each in range(3)]
    author = await made("/authors", name="A")
    for count in range(3):
        body = {"title": str(count), "tag_ids": tags[:count]}
        await made("/works", author_id=author, **body)

    async def publish(self, row):
        await self.work.session.refresh(row, ["works"])
        for each in row.works:
            each.title += "!"
        new = models.Work(title="new", author_id=row.id)
        self.work.session.add(new)
        await self.work.session.flush()
        return [*row.works, new]

    monkeypatch.setattr(AuthorOperations, "publish", publish)
    answer = await client.post(f"/authors/{author}/publish")
    assert answer.status_code == 200, answer.text
    found = sorted((each["title"], len(each["tag_ids"])) for each in answer.json())
    assert found == [("0!", 0), ("1!", 1), ("2!", 2), ("new", 0)]
"""


@pytest.mark.parametrize(
    ("name", "loaded"),
    [
        (
            "publish",
            "store = WorkRepository(operations.work)\n    await store.complete(result)",
        ),
        (
            "latest",
            "store = WorkRepository(operations.work)\n    await store.complete([result])",
        ),
        (
            "orders",
            "store = OrderRepository(operations.work)\n    await store.complete(result)",
        ),
        ("first", ""),
    ],
)
def test_what_stands_in_other_tables_is_loaded(name: str, loaded: str) -> None:
    built = model.build(pipeline.check(_DESIGN, "design.yaml"))
    (group,) = built.custom
    assert "store=WorkRepository" in group.later
    (found,) = (each.operation for each in group.operations if each.name == name)
    assert found.python is not None
    assert ("complete(" in found.python.body) == bool(loaded)
    assert loaded in found.python.body


def test_bodies_answer_what_they_reach(tmp_path: Path) -> None:
    folder = tmp_path / "lab"
    pipeline.create(_DESIGN, "design.yaml", folder, repository=False, progress=_quiet)
    (folder / "tests/test_bodies.py").write_text(_BODY, encoding="utf-8")
    kept = {k: v for k, v in os.environ.items() if k != "TEST_DATABASE_URL"}
    tests = (f"tests/{each}.py" for each in ("test_bodies", "api/test_operations"))
    later = "tests/api/test_async_operations.py"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests, later],
        cwd=folder,
        env=kept | {"PYTHONPATH": "src"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]


def _quiet(_: str) -> None:
    pass
