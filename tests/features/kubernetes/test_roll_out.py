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
    *deletionTimestamp*) ;;
    *jsonpath*) printf %s "$SUCCEEDED" ;;
    *condition=failed*) test -n "$FAILED" ;;
esac
"""


def _rolled_out(
    folder: Path,
    *arguments: str,
    design: bytes = DESIGN,
    succeeded: str = "1",
    failed: str = "",
) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    model = pipeline.build(pipeline.check(design, "design.yaml"))
    for path, content in pipeline.render(design, model).items():
        if path.startswith("deploy/"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content, encoding="utf-8")
    tools, calls = folder / "tools", folder / "calls"
    tools.mkdir()
    (tools / "kubectl").write_text(_KUBECTL, encoding="utf-8")
    (tools / "kubectl").chmod(0o755)
    done = subprocess.run(
        ["sh", "deploy/kubernetes/roll-out.sh", "staging", *arguments],
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


_OVERLAY = "deploy/kubernetes/overlays/staging"
_BEFORE = [
    "--namespace lab-staging delete job lab-migrate lab-contract --ignore-not-found",
    f"apply --kustomize {_OVERLAY} --selector roll-out=before",
    "--namespace lab-staging get job lab-migrate --output jsonpath={.status.succeeded}",
]
_LEFT = (
    "--namespace lab-staging get pods --selector app.kubernetes.io/name=lab "
    "--output jsonpath={.items[*].metadata.deletionTimestamp}"
)


def test_pods_are_replaced_after_the_migration(tmp_path: Path) -> None:
    done, calls = _rolled_out(tmp_path, "1.4.0")
    assert done.returncode == 0, done.stderr
    assert calls == [
        *_BEFORE,
        f"apply --kustomize {_OVERLAY}",
        "--namespace lab-staging rollout status deployment/lab --timeout=10m",
    ]
    said = (tmp_path / _OVERLAY / "kustomization.yaml").read_text("utf-8")
    assert 'newTag: "1.4.0"' in said


def test_workers_are_replaced_first(tmp_path: Path) -> None:
    design = DESIGN + b"jobs: {tidy: {every: '0 3 * * *'}}\n"
    done, calls = _rolled_out(tmp_path, "1.4.0", design=design)
    assert done.returncode == 0, done.stderr
    component = "app.kubernetes.io/component=worker"
    status = "--namespace lab-staging rollout status deployment"
    assert calls == [
        *_BEFORE,
        f"apply --kustomize {_OVERLAY} --selector {component}",
        f"{status}/lab-worker --timeout=10m",
        _LEFT,
        f"apply --kustomize {_OVERLAY}",
        f"{status}/lab --timeout=10m",
        f"{status}/lab-worker --timeout=10m",
    ]


def test_the_way_back_leaves_the_database_alone_and_workers_for_the_end(
    tmp_path: Path,
) -> None:
    design = DESIGN + b"jobs: {tidy: {every: '0 3 * * *'}}\n"
    done, calls = _rolled_out(tmp_path, "--back", "1.3.0", design=design)
    assert done.returncode == 0, done.stderr
    apply = f"apply --kustomize {_OVERLAY} --selector"
    component = "app.kubernetes.io/component"
    status = "--namespace lab-staging rollout status deployment"
    assert calls == [
        f"{apply} roll-out=before,{component}!=migrate",
        f"{apply} {component}=api",
        f"{status}/lab --timeout=10m",
        _LEFT,
        f"{apply} {component}=worker",
        f"{status}/lab-worker --timeout=10m",
    ]
    said = (tmp_path / _OVERLAY / "kustomization.yaml").read_text("utf-8")
    assert 'newTag: "1.3.0"' in said


def test_what_old_code_needs_is_taken_when_it_is_asked_for(tmp_path: Path) -> None:
    done, calls = _rolled_out(tmp_path, "--contract")
    assert done.returncode == 0, done.stderr
    assert calls == [
        "--namespace lab-staging rollout status deployment/lab --timeout=10m",
        _LEFT,
        '--namespace lab-staging patch job lab-contract --patch {"spec":{"suspend":false}}',
        "--namespace lab-staging get job lab-contract --output jsonpath={.status.succeeded}",
    ]


def test_pods_stay_where_the_migration_fails(tmp_path: Path) -> None:
    done, calls = _rolled_out(tmp_path, "1.4.0", succeeded="", failed="yes")
    assert done.returncode == 1
    assert done.stderr == "The migration failed: the version before goes on.\n"
    assert calls[-1] == "--namespace lab-staging logs job/lab-migrate"
    assert sum(each.startswith("apply") for each in calls) == 1
