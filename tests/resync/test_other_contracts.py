"""The contract of another system changes: its client follows, and what people wrote stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from repository import commit, copy, git, run, status, tree
from typer.testing import CliRunner, Result

from bd_scaffold import cli, pipeline

FILE = "payments.openapi.yaml"
CONTRACT = Path(__file__).parents[1] / "designs/beside" / FILE
DESIGN = (
    f"name: lab\nresilience: {{payments: {{contract: {FILE}}}}}\n"
    "entities: {Box: {fields: {amount: integer}}}\n"
)
CLIENT = "src/lab/outbound/payments/client.py"
CALLS = "src/lab/outbound/payments/calls.py"
OWN = '''
    async def fallback(self, call: Call, error: DependencyError) -> Any:
        """Return no payments, where there is nobody to ask."""
        return []
'''


@pytest.fixture(scope="module")
def created(tmp_path_factory: pytest.TempPathFactory) -> Path:
    said = tmp_path_factory.mktemp("said")
    (said / FILE).write_bytes(CONTRACT.read_bytes())
    folder = tmp_path_factory.mktemp("created") / "lab"
    design = said / "design.yaml"
    pipeline.create(
        DESIGN.encode(), str(design), folder, repository=True, progress=lambda _: None
    )
    return folder


@pytest.fixture
def project(created: Path, tmp_path: Path) -> Path:
    """Return a project whose team has written what it does without the other system."""
    folder = copy(created, tmp_path / "lab")
    client = folder / CLIENT
    client.write_text(client.read_text() + OWN)
    commit(folder)
    return folder


def _said(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, arguments)


def _changed(project: Path) -> None:
    """Have the other side take an operation away, and give one another parameter."""
    text = (project / FILE).read_text()
    start, end = text.index("  /receipts"), text.index("components:")
    text = text[:start] + text[end:]
    text = text.replace("{name: page-size,", "{name: page-number,")
    (project / FILE).write_text(text)


def test_a_new_project_has_the_contract_and_nothing_to_do(created: Path) -> None:
    assert (created / FILE).read_bytes() == CONTRACT.read_bytes()
    assert FILE in git(created, "ls-files")
    assert _said("check", "--project", str(created)).exit_code == 0


def test_plan_says_which_methods_went_and_update_follows(project: Path) -> None:
    _changed(project)
    said = _said("check", "--project", str(project))
    assert said.exit_code == 3
    assert f"the client of payments was made with another {FILE}" in said.stdout
    planned = _said("plan", str(project)).stdout
    assert "resilience.payments.get_receipt: method removed" in planned
    assert "page_number: int | None = None" in planned
    assert f"resilience.payments: {FILE} changed" in planned
    run(project)
    assert "get_receipt" not in (project / CALLS).read_text()
    assert OWN in (project / CLIENT).read_text()
    assert {f"M  {CALLS}", f"M  {FILE}"} <= set(status(project))
    commit(project)
    assert _said("check", "--project", str(project)).exit_code == 0


def test_a_renamed_system_takes_its_folder_and_its_names_along(project: Path) -> None:
    (project / "src/lab/paying.py").write_text(
        "from lab.outbound.payments.client import PaymentsClient\n\n"
        "async def paid(client: PaymentsClient) -> None:\n"
        "    await client.list_payments()\n"
    )
    commit(project)
    design = DESIGN.replace("{payments: {", "{billing: {was: payments, ")
    (project / "design.yaml").write_text(design)
    run(project)
    there = project / "src/lab/outbound/billing/client.py"
    assert OWN in there.read_text()
    assert not (project / CLIENT).exists()
    used = (project / "src/lab/paying.py").read_text()
    assert "from lab.outbound.billing.client import BillingClient" in used


def test_a_system_that_is_no_longer_called_leaves_what_people_wrote(
    project: Path,
) -> None:
    (project / "design.yaml").write_text(
        DESIGN.replace(f"resilience: {{payments: {{contract: {FILE}}}}}\n", "")
    )
    run(project)
    assert not (project / CALLS).exists()
    assert OWN in (project / CLIENT).read_text()


@pytest.mark.parametrize("command", ["update", "plan", "compile"])
def test_what_is_wrong_with_it_is_said_with_its_place(
    project: Path, command: str
) -> None:
    text = (project / FILE).read_text()
    broken = text.replace('"#/components/schemas/State"', '"https://x.example/State"')
    (project / FILE).write_text(broken)
    before = tree(project)
    said = _said(command, str(project))
    assert isinstance(said.exception, pipeline.MistakesError)
    assert "BD1012" in str(said.exception.mistakes[0])
    assert tree(project) == before
