"""This repository's own words: what they name exists."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).parents[2]
OUTPUTS = ROOT / "blueprints" / "fastapi" / "outputs"


def test_contributing_names_templates_that_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    templates = re.findall(r"`([^` ]+\.jinja)`", text.partition("## Change what")[0])
    assert len(templates) > 5
    for template in templates:
        assert (OUTPUTS / template).exists() or (ROOT / template).exists(), template


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_its_links_lead_to_files(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("http") or (ROOT / target).exists(), target


def test_decisions_are_numbered_without_a_gap() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    for number, page in enumerate(pages, start=1):
        assert page.name.startswith(f"{number:04}-")
        assert page.read_text(encoding="utf-8").startswith(f"# {number}. ")


@pytest.mark.parametrize("script", ["scripts/demo", "scripts/test", ".ci/run"])
def test_its_scripts_parse(script: str) -> None:
    subprocess.run(["sh", "-n", ROOT / script], check=True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["one", "shop", "two"],
            "a folder and an example at most: scripts/demo [FOLDER] [EXAMPLE]",
        ),
        (["one", "two"], "there is no example two; EXAMPLE is notes, shop or chat"),
    ],
)
def test_the_demo_refuses_what_it_does_not_know(
    arguments: list[str], said: str
) -> None:
    run = subprocess.run(
        [ROOT / "scripts" / "demo", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (
        1,
        f"demo: {said}\n",
    )


def test_the_demo_leaves_a_folder_of_something_else_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    run = subprocess.run(
        [ROOT / "scripts" / "demo", tmp_path],
        env={**os.environ, "PORT": str(_free_port())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert f"{tmp_path} is not empty, and holds no shop" in run.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.generated
def test_the_demo_serves_a_new_shop_and_the_same_one_again(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    with _demo(shop) as (port, said):
        assert _status(port) == 200
        assert f"http://127.0.0.1:{port}/docs" in said.read_text()
    main = shop / "src/shop/main.py"
    main.write_text(f"{main.read_text()}\n# mine\n")
    with _demo(shop) as (port, _):
        assert _status(port) == 200
    assert main.read_text().endswith("# mine\n")


@pytest.mark.generated
def test_the_demo_serves_the_chat_with_its_page_and_two_who_talk(
    tmp_path: Path,
) -> None:
    chat = tmp_path / "chat"
    with _demo(chat, "chat") as (port, said):
        text = said.read_text()
        assert f"Open http://127.0.0.1:{port} in two windows" in text
        (password,) = re.findall("with the password (.+)", text)
        for name in ("ada", "ben"):
            body = {"email": f"{name}@example.com", "password": password}
            assert _asked(port, "/api/v1/auth/sign-in", body) == 200
        assert [_asked(port, each) for each in ("/", "/page/main.js")] == [200, 200]
    log = ["git", "log", "--format=%s"]
    done = subprocess.run(log, cwd=chat, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0] == "Serve a page, and notify members of messages"
    (chat / "src/chat/page/static/own.txt").write_text("mine")
    with _demo(chat, "chat") as (port, _):
        assert _asked(port, "/page/own.txt") == 200


@contextmanager
def _demo(folder: Path, *example: str) -> Iterator[tuple[int, Path]]:
    """Run the demo until it answers, and stop it; yield its port and what it says."""
    port, said = _free_port(), folder.with_name("said.txt")
    with said.open("w") as file:
        process = subprocess.Popen(
            [ROOT / "scripts" / "demo", folder, *example],
            env={**os.environ, "PORT": str(port)},
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        while _asked(port, "/health/ready") is None:
            assert process.poll() is None, said.read_text()
            time.sleep(0.1)
        yield port, said
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _status(port: int) -> int | None:
    return _asked(port, "/api/v1/products")


def _asked(port: int, path: str, body: object = None) -> int | None:
    """Return the status of an answer; None where nobody listens."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = Request(f"http://127.0.0.1:{port}{path}", data, headers)
    try:
        with urlopen(request) as response:
            return int(response.status)
    except URLError:
        return None


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
