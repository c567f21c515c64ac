"""Mermaid comes from npm, once, and is the one that was pinned."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import runpy
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bd_scaffold.site import assets

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "vendor_mermaid.py"
STATIC = Path(assets.__file__).parent / "static"


class _Registry(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"another tarball")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def registry() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Registry) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _fetch(registry: str) -> subprocess.CompletedProcess[str]:
    """Run what the script does where nothing is vendored yet."""
    code = f"import runpy; runpy.run_path({str(SCRIPT)!r})['fetched']()"
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "npm_config_registry": registry},
        capture_output=True,
        text=True,
        check=False,
    )


def test_another_file_than_the_pinned_one_is_refused(registry: str) -> None:
    done = _fetch(registry)
    assert done.returncode == 1
    assert "gave another mermaid 12.3.0 than the pinned one" in done.stderr


def test_a_registry_has_an_address_of_the_web() -> None:
    done = _fetch("file:///tmp")
    assert done.returncode == 1
    assert "is not the address of a registry: file:///tmp" in done.stderr


def test_the_pin_is_whole() -> None:
    pin = runpy.run_path(str(SCRIPT))["pinned"]()
    assert pin["version"] in pin["tarball"]
    kind, _, checksum = pin["integrity"].partition("-")
    assert len(base64.b64decode(checksum)) == hashlib.new(kind).digest_size
    assert re.fullmatch(r"[0-9a-f]{64}", pin["sha256"])


def test_the_licences_are_those_of_the_pinned_version() -> None:
    pin = json.loads((STATIC / "mermaid.json").read_bytes())
    text = (STATIC / "mermaid-licences.txt").read_text(encoding="utf-8")
    assert f"  mermaid {pin['version']}: {pin['licence']}, https://" in text
    listed = re.findall(r"^  (\S+ \d\S*): \S", text, re.MULTILINE)
    assert len(listed) > 60
    assert [each for each in listed if f"\n{each}\n" not in text] == []


def test_git_never_sees_it() -> None:
    done = subprocess.run(
        ["git", "check-ignore", "--quiet", assets._VENDORED / "mermaid.min.js"],
        cwd=SCRIPT.parent,
        check=False,
    )
    assert done.returncode == 0


def test_one_mermaid_is_pinned_for_sites_and_for_tests() -> None:
    """What tests draw with is what readers get: no other version is named anywhere."""
    root = SCRIPT.parents[1]
    named = [
        path.relative_to(root).as_posix()
        for path in (root / "tests").rglob("package*.json")
        if "node_modules" not in path.parts and '"mermaid"' in path.read_text("utf-8")
    ]
    assert named == []
