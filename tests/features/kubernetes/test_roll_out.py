"""The script that rolls a version out, with a `kubectl` that notes what it is asked for."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from bd_scaffold import pipeline

DESIGN = b"""\
name: lab
deployment: {kubernetes: true, environments: {staging: {}}}
entities:
  Note: {fields: {text: string(80)}}
"""

_KUBECTL = """\
#!/bin/sh
echo "$*" >> "$CALLS"
case "$*" in
    *jsonpath*) printf %s "$SUCCEEDED" ;;
    *condition=failed*) test -n "$FAILED" ;;
esac
"""


def _rolled_out(
    folder: Path, *, succeeded: str, failed: str = ""
) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    model = pipeline.build(pipeline.check(DESIGN, "design.yaml"))
    for path, content in pipeline.render(DESIGN, model).items():
        if path.startswith("deploy/"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content, encoding="utf-8")
    tools, calls = folder / "tools", folder / "calls"
    tools.mkdir()
    (tools / "kubectl").write_text(_KUBECTL, encoding="utf-8")
    (tools / "kubectl").chmod(0o755)
    done = subprocess.run(
        ["sh", "deploy/kubernetes/roll-out.sh", "staging", "1.4.0"],
        cwd=folder,
        env={
            "PATH": f"{tools}:{os.environ['PATH']}",
            "CALLS": str(calls),
            "SUCCEEDED": succeeded,
            "FAILED": failed,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    return done, calls.read_text("utf-8").splitlines()


def test_pods_are_replaced_after_the_migration(tmp_path: Path) -> None:
    done, calls = _rolled_out(tmp_path, succeeded="1")
    assert done.returncode == 0, done.stderr
    overlay = "deploy/kubernetes/overlays/staging"
    assert calls == [
        "--namespace lab-staging delete job lab-migrate --ignore-not-found",
        f"apply --kustomize {overlay} --selector roll-out=before",
        "--namespace lab-staging get job lab-migrate --output jsonpath={.status.succeeded}",
        f"apply --kustomize {overlay}",
        "--namespace lab-staging rollout status deployment/lab --timeout=10m",
    ]
    said = (tmp_path / overlay / "kustomization.yaml").read_text("utf-8")
    assert 'newTag: "1.4.0"' in said


def test_pods_stay_where_the_migration_fails(tmp_path: Path) -> None:
    done, calls = _rolled_out(tmp_path, succeeded="", failed="yes")
    assert done.returncode == 1
    assert done.stderr == "The migration failed: the version before goes on.\n"
    assert calls[-1] == "--namespace lab-staging logs job/lab-migrate"
    assert sum(each.startswith("apply") for each in calls) == 1
