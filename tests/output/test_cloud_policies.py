"""checkov's policies for Terraform have nothing to say of `deploy/aws` that is not answered here.

It is installed at the version of `policies/requirements.txt`, and runs without a network.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import own_environment
import pytest
from clouds import DESIGNS, written

pytestmark = pytest.mark.thorough

_LOCK = Path(__file__).parent / "policies/requirements.txt"
_KEY = "A policy of a key is about that key, which it calls `*`; the account's own say the rest."
_ROTATED = (
    "A rotation that nobody waits for ends connections: `passwords_version` is raised, and pods "
    "are replaced. What a team writes has ways of its own."
)
_ANSWERS = {
    "CKV_AWS_18": "Who reads a file is in the service's log; a log of a bucket is the account's.",
    "CKV_AWS_31": "There is a token: `auth_token_wo`, which the policy doesn't know.",
    "CKV_AWS_109": _KEY,
    "CKV_AWS_111": _KEY,
    "CKV_AWS_118": "Performance Insights says more of a database than its machine does.",
    "CKV_AWS_144": "Another region is a decision of whoever pays for it; versions are kept.",
    "CKV_AWS_161": "The service signs in by a password, as it does elsewhere.",
    "CKV_AWS_356": _KEY,
    "CKV2_AWS_57": _ROTATED,
    "CKV2_AWS_62": "Nobody waits for events of the bucket.",
}
"""What checkov says of them, and why it stays."""

_WITHOUT_A_SPARE = {
    "CKV_AWS_157": "The design says no availability, and a second zone costs as much again.",
    "CKV2_AWS_50": "The same, of Redis.",
}


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_environment.install(_LOCK, tmp_path_factory.mktemp("policies") / "venv")


def _findings(commands: Path, folder: Path) -> dict[str, set[str]]:
    """Return what checkov says, as resources by policy."""
    done = subprocess.run(
        [
            *(commands / "checkov", "--skip-download", "--quiet", "--compact"),
            *("--output", "json", "--directory", folder, "--framework", "terraform"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["summary"]["passed"] > 50
    assert report["summary"]["parsing_errors"] == 0
    found: dict[str, set[str]] = {}
    for each in report["results"]["failed_checks"]:
        found.setdefault(each["check_id"], set()).add(each["resource"])
    return found


def test_checkov_finds_nothing_that_has_no_answer(
    commands: Path, tmp_path: Path
) -> None:
    assert set(_findings(commands, written(DESIGNS["full"], tmp_path))) == {*_ANSWERS}


@pytest.mark.parametrize("name", ["files", "redis"])
def test_what_is_left_out_for_a_design_is_not_missed(
    commands: Path, tmp_path: Path, name: str
) -> None:
    found = set(_findings(commands, written(DESIGNS[name], tmp_path)))
    assert found - {*_ANSWERS} <= {*_WITHOUT_A_SPARE}
    assert "CKV_AWS_157" in found


def test_checkov_sees_what_is_open(commands: Path, tmp_path: Path) -> None:
    folder = written(DESIGNS["full"], tmp_path)
    for file, said, instead in (
        (
            "database.tf",
            "storage_encrypted     = true",
            "storage_encrypted     = false",
        ),
        (
            "database.tf",
            "publicly_accessible    = false",
            "publicly_accessible    = true",
        ),
        (
            "files.tf",
            "block_public_acls       = true",
            "block_public_acls       = false",
        ),
    ):
        path = folder / "modules/service" / file
        text = path.read_text("utf-8")
        assert said in text
        path.write_text(text.replace(said, instead), encoding="utf-8")
    found = _findings(commands, folder)
    assert {"CKV_AWS_16", "CKV_AWS_17", "CKV_AWS_53"} <= {*found}
