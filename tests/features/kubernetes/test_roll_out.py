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
    *status.succeeded*) printf %s "$SUCCEEDED" ;;
    *condition=failed*) test -n "$FAILED" ;;
    *"get pods"*) cat "$PODS" && echo r.io/lab:2 > "$PODS" ;;
    *"get cronjob"*) echo r.io/lab:2 ;;
esac
"""


def _run(
    folder: Path,
    *command: str,
    succeeded: str,
    failed: str = "",
    design: bytes = DESIGN,
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
        ["sh", *command],
        cwd=folder,
        env={
            "PATH": f"{tools}:{os.environ['PATH']}",
            "CALLS": str(calls),
            "SUCCEEDED": succeeded,
            "FAILED": failed,
            "PODS": str(folder / "pods"),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    return done, calls.read_text("utf-8").splitlines()


_ROLL_OUT = ("deploy/kubernetes/roll-out.sh", "staging", "1.4.0")
_CONTRACT = ("deploy/kubernetes/contract.sh", "staging")


def test_pods_are_replaced_after_the_migration(tmp_path: Path) -> None:
    done, calls = _run(tmp_path, *_ROLL_OUT, succeeded="1")
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


def test_workers_are_replaced_first(tmp_path: Path) -> None:
    design = DESIGN + b"jobs: {tidy: {every: '0 3 * * *'}}\n"
    done, calls = _run(tmp_path, *_ROLL_OUT, succeeded="1", design=design)
    assert done.returncode == 0, done.stderr
    said = [each.removeprefix("--namespace lab-staging ") for each in calls]
    worker = "app.kubernetes.io/component=worker"
    applied = "apply --kustomize deploy/kubernetes/overlays/staging"
    leaving = (
        f"get pods --selector app.kubernetes.io/name=lab,{worker} "
        "--output jsonpath={.items[*].metadata.deletionTimestamp}"
    )
    assert said[3:] == [
        f"{applied} --selector {worker}",
        "rollout status deployment/lab-worker --timeout=10m",
        leaving,
        applied,
        "rollout status deployment/lab-worker --timeout=10m",
        "rollout status deployment/lab --timeout=10m",
    ]


def test_the_way_back_leaves_the_database_alone_and_workers_for_the_end(
    tmp_path: Path,
) -> None:
    design = DESIGN + b"jobs: {tidy: {every: '0 3 * * *'}}\n"
    done, calls = _run(
        tmp_path, *_ROLL_OUT[:2], "--back", "1.3.0", succeeded="1", design=design
    )
    assert done.returncode == 0, done.stderr
    overlay = "deploy/kubernetes/overlays/staging"
    apply = f"apply --kustomize {overlay} --selector"
    component = "app.kubernetes.io/component"
    status = "--namespace lab-staging rollout status deployment"
    leaving = (
        f"--namespace lab-staging get pods --selector app.kubernetes.io/name=lab,{component}=api "
        "--output jsonpath={.items[*].metadata.deletionTimestamp}"
    )
    assert calls == [
        f"{apply} roll-out=before,{component}!=migrate",
        f"{apply} {component}=api",
        f"{status}/lab --timeout=10m",
        leaving,
        f"{apply} {component}=worker",
        f"{status}/lab-worker --timeout=10m",
    ]
    said = (tmp_path / overlay / "kustomization.yaml").read_text("utf-8")
    assert 'newTag: "1.3.0"' in said


def test_pods_stay_where_the_migration_fails(tmp_path: Path) -> None:
    done, calls = _run(tmp_path, *_ROLL_OUT, succeeded="", failed="yes")
    assert done.returncode == 1
    assert done.stderr == "The migration failed: the version before goes on.\n"
    assert calls[-1] == "--namespace lab-staging logs job/lab-migrate"
    assert sum(each.startswith("apply") for each in calls) == 1


def test_the_rest_waits_until_no_older_pod_is_left(tmp_path: Path) -> None:
    older = "r.io/lab:1\n"
    (tmp_path / "pods").write_text(f"r.io/lab:2 {older}", encoding="utf-8")
    done, calls = _run(tmp_path, *_CONTRACT, succeeded="1")
    assert done.returncode == 0, done.stderr
    assert done.stdout == older
    said = [each.removeprefix("--namespace lab-staging ") for each in calls]
    assert [" ".join(each.split()[:3]) for each in said] == [
        "get cronjob lab-contract",
        "rollout status deployment/lab",
        "get pods --selector",  # one of them is the older one
        "get pods --selector",
        "delete job lab-contract",
        "create job lab-contract",
        "get job lab-contract",
        "logs job/lab-contract",
    ]
    assert said[5] == "create job lab-contract --from cronjob/lab-contract"


def test_the_new_version_goes_on_where_the_rest_fails(tmp_path: Path) -> None:
    (tmp_path / "pods").write_text("r.io/lab:2\n", encoding="utf-8")
    done, calls = _run(tmp_path, *_CONTRACT, succeeded="", failed="yes")
    assert done.returncode == 1
    assert "the new version goes on without it" in done.stderr
    assert calls[-1].endswith("logs job/lab-contract")


def test_a_cluster_that_does_not_answer_is_none_without_older_pods(
    tmp_path: Path,
) -> None:
    done, calls = _run(tmp_path, *_CONTRACT, succeeded="1")
    assert done.returncode == 1
    assert " get pods " in calls[-1]
