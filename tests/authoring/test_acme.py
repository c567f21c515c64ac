"""The example of a company's blueprint, through two versions of its base, with a project of it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lab import ROOT, Shell
from verdicts import types_of_packages

from bd_scaffold.authoring.lint import lint

OWN = ROOT / "examples" / "acme-blueprint"
DESIGN = OWN / "tests" / "designs" / "payments.yaml"
AUDIT = "src/payments/core/audit.py"
DEPENDENCIES = "src/payments/payments/dependencies.py"
LOGGING = "src/payments/core/logging.py"
CI = ".github/workflows/ci.yml"


CALLER = """
import pytest
from httpx import AsyncClient
from structlog.testing import CapturingLogger


async def test_the_audit_log_names_the_caller(
    client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = CapturingLogger()
    monkeypatch.setattr("payments.core.audit._logger", log)
    body = {"reference": "R1", "amount": "1.00"}
    made = await client.post(
        "/payments", json=body, headers={"X-Acme-Caller": "ledger"}
    )
    assert made.status_code == 201
    (line,) = (call.kwargs for call in log.calls)
    assert (line["caller"], line["fields"]) == ("ledger", ["amount", "note", "reference"])
"""


@pytest.fixture
def acme(acme: Shell) -> Shell:
    """Return the company's repository, in its first version."""
    shutil.copytree(OWN, acme.folder, dirs_exist_ok=True)
    acme.commit("our overlay")
    acme("git", "tag", "v1.0.0")
    return acme


@pytest.fixture
def payments(acme: Shell, tmp_path: Path) -> Shell:
    """Return a service that was made from the company's blueprint."""
    project = Shell(tmp_path / "payments")
    Shell(tmp_path)(
        *("bd-scaffold", "create", str(project.folder), "--design", str(DESIGN)),
        *("--blueprint", str(acme.folder), "--data", "team=money"),
    )
    return project


def _next_base(base: Shell) -> None:
    """Release a base that changes what stands below two of the company's files."""
    outputs = base.folder / "fastapi" / "outputs"
    base.edit(
        f"{(outputs / CI).relative_to(base.folder)}.jinja",
        "permissions:\n",
        "concurrency: one\n\npermissions:\n",
    )
    base.edit(
        "fastapi/outputs/src/__package__/core/logging.py.jinja",
        'event.setdefault("request_id", request_id.get())',
        'event.setdefault("request", request_id.get())',
    )
    base.commit("v0.2.0")
    base("git", "tag", "v0.2.0")


def test_what_the_company_wrote_is_in_its_projects(payments: Shell) -> None:
    assert 'audited(repository, "payment")' in payments.text(DEPENDENCIES)
    assert "audited" not in payments.text("src/payments/methods/dependencies.py")
    assert (payments.folder / "tests/payments/test_audit.py").is_file()
    assert not (payments.folder / "tests/methods/test_audit.py").exists()
    assert 'event["team"] = "money"' in payments.text(LOGGING)
    assert "registry.acme.example" in payments.text("Dockerfile")
    assert "acme/workflows" in payments.text(CI)
    assert not (payments.folder / ".gitlab-ci.yml").exists()
    payments("bd-scaffold", "check", "--project", ".")


def test_a_project_is_clean_and_its_tests_pass(payments: Shell) -> None:
    payments("black", "--check", "--quiet", ".")
    payments("ruff", "check", "--quiet")
    with types_of_packages() as cache:
        payments("env", f"MYPY_CACHE_DIR={cache}", "mypy")
    (payments.folder / "tests/payments/test_caller.py").write_text(CALLER)
    tests = ("tests/core", "tests/payments", "tests/methods")
    here = f"PYTHONPATH={payments.folder / 'src'}"
    payments("env", here, sys.executable, "-m", "pytest", "--quiet", *tests)


def test_a_project_of_a_blueprint_that_nobody_has_released_is_not_behind(
    acme: Shell, tmp_path: Path
) -> None:
    acme("git", "tag", "--delete", "v1.0.0")
    Shell(tmp_path)(
        *("bd-scaffold", "create", "early", "--design", str(DESIGN)),
        *("--blueprint", str(acme.folder)),
    )
    Shell(tmp_path / "early")("bd-scaffold", "check", "--project", ".")


def test_a_new_base_reaches_projects_and_every_edit_stays(
    base: Shell, acme: Shell, payments: Shell, command: Callable[..., str]
) -> None:
    _next_base(base)
    said = command(acme, "upgrade")
    assert "acme/outputs/.github/workflows/ci.yml.jinja" in said
    assert "concurrency: one" in acme.text(f"acme/outputs/{CI}.jinja")
    acme.commit("the base's v0.2.0")
    acme("git", "tag", "v1.1.0")
    with (payments.folder / AUDIT).open("a") as file:
        file.write("\n\nMINE = 1\n")
    with (payments.folder / LOGGING).open("a") as file:
        file.write("\n\nMINE = 2\n")
    payments.commit("edits")
    payments("bd-scaffold", "update")
    assert payments.text(AUDIT).endswith("\n\nMINE = 1\n")
    assert payments.text(LOGGING).endswith("\n\nMINE = 2\n")
    assert 'event.setdefault("request", request_id.get())' in payments.text(LOGGING)
    assert "concurrency: one" in payments.text(CI)
    assert "v1.1.0" in payments.text(".copier-answers.yml")


def test_a_project_of_the_base_moves_to_the_company_and_keeps_its_edits(
    acme: Shell, tmp_path: Path
) -> None:
    design = tmp_path / "plain.yaml"
    design.write_text(
        DESIGN.read_text().replace("    x-acme:\n      audited: true\n", "")
    )
    project = Shell(tmp_path / "moving")
    Shell(tmp_path)("bd-scaffold", "create", "moving", "--design", str(design))
    with (project.folder / LOGGING).open("a") as file:
        file.write("\n\nMINE = 1\n")
    project.commit("edit")
    project("bd-scaffold", "update", "--blueprint", str(acme.folder))
    assert "_as_acme_reads_it" in project.text(LOGGING)
    assert project.text(LOGGING).endswith("\n\nMINE = 1\n")
    assert "v1.0.0" in project.text(".copier-answers.yml")
    project.commit("moved")
    project.edit(
        "design.yaml", "    traits:", "    x-acme:\n      audited: true\n    traits:"
    )
    project("bd-scaffold", "update")
    assert (project.folder / AUDIT).is_file()


def test_in_the_companys_blueprint_nothing_is_found(acme: Shell) -> None:
    assert [str(each) for each in lint(acme.folder)] == []


def test_without_an_audited_entity_there_is_no_audit_log(
    acme: Shell, tmp_path: Path
) -> None:
    design = tmp_path / "plain.yaml"
    design.write_text(DESIGN.read_text().replace("audited: true", "audited: false"))
    Shell(tmp_path)(
        *("bd-scaffold", "create", "plain", "--design", str(design)),
        *("--blueprint", str(acme.folder)),
    )
    plain = Shell(tmp_path / "plain")
    assert not (plain.folder / "src/payments/core/audit.py").exists()
    assert "audited" not in plain.text(DEPENDENCIES)


def test_the_company_owns_less_than_a_twentieth_of_a_fork(
    acme: Shell, command: Callable[..., str]
) -> None:
    shown = json.loads(command(acme, "show", "--json"))
    owned = shown["owned"]
    assert 0 < owned["lines"] < owned["fork"] / 20
    assert "The team owns" in command(acme, "show")
