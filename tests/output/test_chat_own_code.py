"""The chat's own code stands beside what is generated, and stays through an update."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from chat_page import OWN, with_own_code
from projects import Project

pytestmark = [pytest.mark.generated, pytest.mark.repositories]

_GIT = ("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com")


def test_its_own_tests_and_the_projects_pass_together(tmp_path: Path) -> None:
    project = with_own_code(tmp_path / "chat")
    project.run("ruff", "check", ".")
    project.run("black", "--check", "--quiet", ".")
    own = sorted(each.name for each in (OWN / "tests").glob("test_*.py"))
    asked = [f"tests/{each}" for each in own]
    kinds = ("tests/test_contract.py", "tests/test_jobs.py")
    project.run("pytest", "-q", "-p", "no:cacheprovider", *asked, *kinds)
    source = ("src/chat/page", "src/chat/jobs")
    project.run("mypy", "--strict", *source, *asked)


@pytest.mark.thorough
def test_it_stays_through_an_update(tmp_path: Path) -> None:
    folder = tmp_path / "chat"
    with_own_code(folder, repository=True)
    written = folder / "design.yaml"
    text = written.read_text()
    job = "  notify_members:\n"
    changed = text.replace(
        job, '  forget_old_rooms: {every: "0 3 * * *"}\n' + job
    ).replace(
        "      name: string(80) trim",
        "      topic: string(200)?\n      name: string(80) trim",
    )
    assert changed != text
    for command in (["add", "-A"], ["commit", "-q", "-m", "Serve a page"]):
        subprocess.run([*_GIT, *command], cwd=folder, check=True)
    written.write_text(changed)
    project = Project("chat", folder)
    said = project.run("bd_scaffold", "update")
    assert "conflict" not in said.lower(), said
    handlers = (folder / "src/chat/jobs/handlers.py").read_text()
    assert "await notifications.add(" in handlers
    assert "async def forget_old_rooms(" in handlers
    main = (folder / "src/chat/main.py").read_text()
    assert "    include_page(app)\n" in main
    project.run("pytest", "-q", "-p", "no:cacheprovider", "tests/test_page.py")
