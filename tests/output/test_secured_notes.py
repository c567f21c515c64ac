"""Notes, with edits and rows, become secured: three added lines, an update and a migration."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from projects import MakeDatabase, Project

from bd_scaffold import pipeline

_LINES = {
    "entities:\n": "security: {authentication: jwt, defaults: {read: owner, write: owner}}\n"
    "entities:\n",
    "    fields:\n": "    owner: author\n    fields:\n      author: user\n",
}
_WRITES = ("create", "delete", "replace", "update")
_BREAKS = [
    argument
    for each in ("get", "list", *_WRITES)
    for argument in ("--allow", f"break:Note.{each}")
]
_STORE = """
import asyncio
from notes.core.db.unit_of_work import unit_of_work
from notes.models import Note
from notes.resources import open_resources
from notes.settings import Settings

async def main():
    async with open_resources(Settings()) as resources:
        async with unit_of_work(resources) as work:
            work.session.add_all([Note(title="one"), Note(title="two")])

asyncio.run(main())
"""
_ASK = """
import asyncio, json
from httpx import ASGITransport, AsyncClient
from notes.core.http.dependencies import resources_of
from notes.main import create_app
from tests.signing_in import Postbox, bearer, delivered, signed_in

NEW = "correct horse battery"

async def main():
    app = create_app()
    async with app.router.lifespan_context(app):
        kit = resources_of(app).security
        kit.mailer = box = Postbox()
        other = await signed_in(app)
        root = "http://test/api/v1"
        async with AsyncClient(transport=ASGITransport(app), base_url=root) as client:
            async def seen(**headers):
                answer = await client.get("/notes", headers=headers)
                if answer.status_code != 200:
                    return answer.status_code
                return sorted(each["title"] for each in answer.json()["data"])

            # The account that the migration made is Ann's as soon as she reads her mail.
            await client.post("/auth/password/forgotten", json={"email": "ann@example.com"})
            await delivered(kit)
            taken = {"token": box.token(), "password": NEW}
            await client.post("/auth/password/reset", json=taken)
            said = {"email": "ann@example.com", "password": NEW}
            tokens = (await client.post("/auth/sign-in", json=said)).json()
            ann = bearer(tokens["access_token"])
            made = await client.post("/notes", json={"title": "three"}, headers=ann)
            print(json.dumps({
                "anonymous": await seen(),
                "somebody else": await seen(**other.headers),
                "Ann": await seen(**ann),
                "made": made.status_code,
            }))

asyncio.run(main())
"""


def _git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def _update(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bd_scaffold", "update", ".", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_notes_become_secured_with_their_edits_and_their_rows(
    tmp_path: Path, database: MakeDatabase
) -> None:
    project, url = Project("notes", tmp_path / "notes"), database("secured")
    design = pipeline.read(pipeline.example("notes"))
    pipeline.create(
        design, "notes", project.folder, repository=True, progress=lambda _words: None
    )
    service = project.source / "notes/service.py"
    edit = "\n    async def edited(self) -> int:\n        return 1\n"
    service.write_text(service.read_text() + edit)
    project.run("alembic", "upgrade", "head", DATABASE_URL=url)
    project.says(_STORE, DATABASE_URL=url)

    text = (project.folder / "design.yaml").read_text()
    for before, after in _LINES.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    _git(project.folder, "commit", "-qam", "Edit the service")
    (project.folder / "design.yaml").write_text(text)

    refused = _update(project.folder)
    assert refused.returncode == 2, refused.stdout
    said = refused.stdout + refused.stderr
    assert "require:Note.author" in said  # the rows that are there belong to nobody
    done = _update(project.folder, *_BREAKS, "--fill", "Note.author=Ann@example.com")
    assert done.returncode == 0, done.stdout + done.stderr
    assert service.read_text().endswith(edit)

    project.run("alembic", "upgrade", "head", DATABASE_URL=url)
    project.run("alembic", "check", DATABASE_URL=url)
    asked = project.says(_ASK, DATABASE_URL=url)
    assert json.loads(asked.splitlines()[-1]) == {
        "anonymous": 401,
        "somebody else": [],
        "Ann": ["one", "three", "two"],
        "made": 201,
    }
    project.run("alembic", "downgrade", "0001", DATABASE_URL=url)
    project.run("alembic", "upgrade", "head", DATABASE_URL=url)
