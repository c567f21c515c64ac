"""A service of a hardened image runs where nothing can be written but /data and /tmp.

No image is built here: nothing is pulled from registries. The folders are made read-only for one
process by a mount namespace, which root can on Linux; elsewhere this is skipped.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from servers import free_port

from bd_scaffold import pipeline
from bd_scaffold.render.write import write

DESIGN = b"""
name: lab
deployment: {image: hardened}
telemetry: true
entities:
  Box: {fields: {name: string(20), picture: "file(image/png, 5MB)?"}, cache: 60s}
jobs: {tidy: {every: "0 3 * * *"}}
"""
_SCRIPT = """
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs "$DATA"
mount --bind "$PROJECT" "$PROJECT"
mount -o remount,bind,ro "$PROJECT"
mount -o remount,bind,ro /
cd "$PROJECT"
for each in "$PROJECT/written" /written; do
    if touch "$each" 2>/dev/null; then echo "$each can be written"; exit 1; fi
done
alembic upgrade head
exec uvicorn --factory lab.main:create_app --port "$PORT" --no-access-log
"""


def test_it_migrates_serves_and_keeps_files_where_only_its_data_can_be_written(
    tmp_path: Path,
) -> None:
    unshare = shutil.which("unshare")
    if os.geteuid() != 0 or unshare is None:
        pytest.skip("root makes folders read-only for a process, by unshare")
    folder, data = tmp_path / "lab", tmp_path / "data"
    folder.mkdir()
    data.mkdir()
    model = pipeline.build(pipeline.check(DESIGN, "design.yaml"))
    write(pipeline.render(DESIGN, model), folder)
    port = free_port()
    given = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PROJECT": f"{folder}",
        "DATA": f"{data}",
        "TMPDIR": f"{data}",
        "HOME": "/nowhere",
        "PORT": f"{port}",
        "PYTHONPATH": f"{folder}/src",
        "PYTHONDONTWRITEBYTECODE": "1",
        "DATABASE_URL": f"sqlite:///{data}/lab.db",
        "FILES_LOCATION": f"{data}/files",
        "WORKER_IN_APP": "true",
        "RELEASE_VERSION": "1.2.0",
        "RELEASE_COMMIT": "4c1f0a9",
    }
    log = tmp_path / "log"
    process = subprocess.Popen(
        [unshare, "--mount", "sh", "-c", _SCRIPT],
        env=given,
        stdout=log.open("wb"),
        stderr=subprocess.STDOUT,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(f"{url}/health/ready", process, log)
        live = httpx.get(f"{url}/health/live").json()
        assert (live["version"], live["commit"]) == ("1.2.0", "4c1f0a9")
        made = httpx.post(f"{url}/api/v1/boxes", json={"name": "a"}, timeout=20)
        assert made.status_code == 201, log.read_text()
        place = f"{url}{made.headers['Location']}/picture?name=a.png"
        png = b"\x89PNG\r\n\x1a\n" + bytes(3_000_000)
        assert httpx.put(place, content=png, timeout=20).status_code == 200
        assert httpx.get(place, timeout=20).content == png
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in (0, -signal.SIGTERM)
    finally:
        process.kill()
        process.wait()
    assert [*data.iterdir()] == []  # what it wrote was in memory


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(httpx.TransportError):
            if httpx.get(url).is_success:
                return
        time.sleep(0.1)
    pytest.fail(log.read_text())
