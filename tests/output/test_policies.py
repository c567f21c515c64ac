"""Published policies have nothing to say of manifests, images and CI that is not answered here.

checkov and jactionlint are installed at the versions of `policies/requirements.txt`, which
`uv pip compile` makes. Both run without a network.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import own_environment
import pytest
from manifests import laid, overlays, written
from test_manifests import DESIGNS, SMALL

pytestmark = pytest.mark.thorough

_LOCK = Path(__file__).parent / "policies/requirements.txt"

_IN_CLUSTERS = {
    "CKV_K8S_35": "The settings are variables, which is what an application of twelve factors "
    "reads; the Secret is the cluster's, and pods know nothing of others.",
    "CKV_K8S_43": "An image has its digest when it has been pushed, which is after an overlay is "
    "written. roll-out.sh takes a tag, and a registry can be told to lay none anew.",
}
"""What checkov says of manifests, and why it stays."""

_IN_WORKFLOWS = {
    "artipacked": "No step uploads the work tree, and the token may read alone.",
    "concurrency-limits": "Each commit is proved by itself, so that a fault has one.",
    "missing-timeout": "GitHub ends a job after six hours; how long a team's tests take, it knows.",
    "unpinned-images": "Services of tests are named by their whole version, which Renovate raises.",
}
"""What jactionlint says of workflows, and why it stays."""

_PLAIN = """\
name: lab
deployment: {ci: [github, gitlab]}
entities: {Box: {fields: {name: string(20)}}}
"""
_IMAGES = {
    "plain": _PLAIN,
    "hardened": _PLAIN.replace("ci:", "image: hardened, ci:"),
    "busy": DESIGNS["busy"].replace(
        "  kubernetes:", "  ci: [github, gitlab]\n  kubernetes:"
    ),
    "gamut": DESIGNS["gamut"],
}


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_environment.install(_LOCK, tmp_path_factory.mktemp("policies") / "venv")


def _reports(commands: Path, folder: Path, *frameworks: str) -> list[dict[str, Any]]:
    """Return what checkov says of each file of a folder: it leaves out what it can't read."""
    done = subprocess.run(
        [
            *(commands / "checkov", "--skip-download", "--compact"),
            *("--output", "json", "--directory", folder, "--framework", *frameworks),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    said = json.loads(done.stdout)
    reports = said if isinstance(said, list) else [said]
    assert {each["check_type"] for each in reports} == {*frameworks}
    for each in reports:
        assert each["summary"]["passed"] > 0
        assert each["summary"]["parsing_errors"] == 0
    judged = {check["file_path"] for each in reports for check in _checks(each)}
    there = {f"/{e.relative_to(folder)}" for e in folder.rglob("*") if e.is_file()}
    assert judged == there
    return reports


def _checks(report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for result in ("passed_checks", "failed_checks"):
        yield from report["results"][result]


def _findings(reports: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for report in reports:
        for each in report["results"]["failed_checks"]:
            yield each["check_id"], f"{each['check_name']}: {each['resource']}"


def _unanswered(found: Iterator[tuple[str, str]], answers: dict[str, str]) -> set[str]:
    """Return what has no answer; each answer has to be one of something."""
    said = dict(found)
    assert {*answers} <= {*said}
    return {f"{check} {words}" for check, words in said.items() if check not in answers}


def test_manifests_keep_to_checkovs_policies(commands: Path, tmp_path: Path) -> None:
    for name, design in DESIGNS.items():
        for overlay in overlays(written(design.encode(), tmp_path / name, "deploy/")):
            file = tmp_path / "laid" / f"{name}-{overlay.name}.yaml"
            file.parent.mkdir(exist_ok=True)
            file.write_text(laid(overlay), encoding="utf-8")
    reports = _reports(commands, tmp_path / "laid", "kubernetes")
    assert _unanswered(_findings(reports), _IN_CLUSTERS) == set()


def test_checkov_sees_what_is_wrong(commands: Path, tmp_path: Path) -> None:
    [overlay] = overlays(written(SMALL.encode(), tmp_path / "small", "deploy/"))
    text = laid(overlay)
    assert "readOnlyRootFilesystem: true" in text
    folder = tmp_path / "laid"
    folder.mkdir()
    wrong = text.replace(
        "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false"
    )
    (folder / "small.yaml").write_text(wrong, encoding="utf-8")
    found = _findings(_reports(commands, folder, "kubernetes"))
    assert "CKV_K8S_22" in dict(found)


def test_images_and_ci_keep_to_checkovs_policies(
    commands: Path, tmp_path: Path
) -> None:
    for name, design in _IMAGES.items():
        written(
            design.encode(), tmp_path / name, "Dockerfile", ".github/w", ".gitlab-ci"
        )
    frameworks = ("dockerfile", "github_actions", "gitlab_ci")
    assert (
        _unanswered(_findings(_reports(commands, tmp_path, *frameworks)), {}) == set()
    )


def test_workflows_are_what_jactionlint_takes(commands: Path, tmp_path: Path) -> None:
    for name, design in _IMAGES.items():
        written(design.encode(), tmp_path / name, ".github")
    files = sorted(tmp_path.glob("*/.github/workflows/*.yml"))
    assert len(files) >= len(_IMAGES)
    done = subprocess.run(
        [commands / "jactionlint", "--oneline", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    said = re.findall(r"^(.+) \[([a-z-]+)\]$", done.stdout, re.MULTILINE)
    assert said, done.stderr
    assert len(said) == len(done.stdout.splitlines())
    found = ((rule, words) for words, rule in said)
    assert _unanswered(found, _IN_WORKFLOWS) == set()
