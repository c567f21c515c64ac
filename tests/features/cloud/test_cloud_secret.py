"""The script that writes the Secret of pods, with tools that note what they are asked for."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from pathlib import Path

import pytest
from clouds import CLUSTERED, FULL, built, written

_AWS = """\
#!/bin/sh
echo "aws $*" >> "$CALLS"
case "$*" in
    *connections*) printf %s "$CONNECTIONS" ;;
    *settings*) test -n "$SETTINGS" && printf %s "$SETTINGS" ;;
esac
"""
_KUBECTL = """\
#!/bin/sh
echo "kubectl $*" >> "$CALLS"
cat > "$APPLIED"
"""


def _run(
    folder: Path, design: str, environment: str, settings: str
) -> tuple[subprocess.CompletedProcess[str], str, str]:
    written(design, folder)
    tools = folder / "tools"
    tools.mkdir()
    for name, text in (("aws", _AWS), ("kubectl", _KUBECTL)):
        (tools / name).write_text(text, encoding="utf-8")
        (tools / name).chmod(0o755)
    calls, applied = folder / "calls", folder / "applied"
    done = subprocess.run(
        ["sh", "deploy/aws/secret.sh", environment],
        cwd=folder,
        env={
            "PATH": f"{tools}:{os.environ['PATH']}",
            "CALLS": str(calls),
            "APPLIED": str(applied),
            "CONNECTIONS": '{"DATABASE_URL": "postgresql://app:it\'s\\"$x@db/app"}',
            "SETTINGS": settings,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    return (
        done,
        calls.read_text("utf-8"),
        applied.read_text("utf-8") if (applied.exists()) else "",
    )


def test_the_secret_has_what_secrets_manager_has(tmp_path: Path) -> None:
    done, calls, applied = _run(tmp_path, FULL, "staging", '{"JWT_KEYS": "k"}')
    assert done.returncode == 0, done.stderr
    secret = json.loads(applied)
    cluster = built(FULL).kubernetes
    assert cluster is not None
    assert secret["metadata"]["name"] == cluster.secret
    values = {k: base64.b64decode(v).decode() for k, v in secret["data"].items()}
    assert values == {
        "DATABASE_URL": "postgresql://app:it's\"$x@db/app",
        "JWT_KEYS": "k",
    }
    assert "--secret-id lab-staging/connections" in calls
    assert "kubectl --namespace lab-staging apply --server-side --filename -" in calls
    assert "postgresql://" not in calls + done.stdout + done.stderr


@pytest.mark.parametrize("settings", [""])
def test_nothing_is_applied_where_a_secret_has_no_value(
    tmp_path: Path, settings: str
) -> None:
    done, _, applied = _run(tmp_path, FULL, "staging", settings)
    assert done.returncode != 0
    assert applied == ""


def test_a_service_without_secrets_of_its_own_has_its_database(tmp_path: Path) -> None:
    done, calls, applied = _run(tmp_path, CLUSTERED, "production", "")
    assert done.returncode == 0, done.stderr
    assert set(json.loads(applied)["data"]) == {"DATABASE_URL"}
    assert "settings" not in calls
