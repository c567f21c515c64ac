"""`blueprint test` tries a blueprint with designs, and says what is wrong and what is not tried."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from acme import change, lay
from typer.testing import CliRunner

from bd_scaffold import cli
from bd_scaffold.authoring import gallery, verdict
from bd_scaffold.authoring.gallery import GalleryOptions, Trial
from bd_scaffold.render import ruff, uv
from bd_scaffold.sources.stack import BlueprintError

AUDIT = "acme/outputs/__slice__/audit.py.jinja"
OWNERS = "acme/outputs/docs/owners.md.jinja"
MANIFEST = "acme/manifest.jinja"
DESIGN = """\
name: small
areas: {sales: [Order]}
entities:
  Order:
    fields: {number: string(20)}
    traits: [soft_delete]
"""


@pytest.fixture
def blueprint(tmp_path: Path) -> Path:
    """Return acme's blueprint with a design of its own."""
    lay(tmp_path)
    change(tmp_path, "tests/designs/small.yaml", "", DESIGN)
    return tmp_path


def _trial(folder: Path, **more: bool) -> Trial:
    return gallery.run(folder, GalleryOptions(("small",), **more), lambda _: None)


def _failures(trial: Trial) -> list[tuple[str, str, str]]:
    return [
        (each.kind, each.path, each.message)
        for tried in trial.tried
        for each in tried.failures
    ]


def test_a_sound_blueprint_passes_and_says_what_no_design_reaches(
    blueprint: Path,
) -> None:
    trial = _trial(blueprint)
    assert not trial.failed
    assert list(verdict.trial_lines(trial)) == [
        f"small: {trial.tried[0].files} files, ok",
        "acme: the designs reach 7 of 8 branches, 87 %",
        "  acme/outputs/_team.jinja:2 macro team_of: no design reaches it",
    ]


def test_the_designs_that_come_along_are_tried_beside_its_own(blueprint: Path) -> None:
    found = gallery.designs(blueprint)
    assert [each.name for each in found if each.own] == ["small"]
    assert {"notes", "shop", "everything"} <= {each.name for each in found}


def test_a_template_that_no_design_reaches_is_one_line(blueprint: Path) -> None:
    change(blueprint, "tests/designs/small.yaml", "    traits: [soft_delete]\n", "")
    trial = _trial(blueprint)
    assert trial.coverage.templates == (AUDIT, "acme/outputs/_team.jinja")
    assert trial.coverage.branches == ()


class Fault(NamedTuple):
    path: str
    old: str
    new: str
    kind: str
    place: str  # where it is said to be
    message: str  # a part of what is said


FAULTS = [
    Fault(
        "tests/designs/small.yaml",
        "string(20)",
        "strin(20)",
        "design",
        "",
        'small.yaml:5:14 BD104 Order.number: "strin" is not a type',
    ),
    Fault(
        AUDIT,
        "entity.label_plural",
        "entity.labell",
        "render",
        f"{AUDIT}:3",
        "has no attribute 'labell'",
    ),
    Fault(
        AUDIT,
        "{% endfor %}",
        "{% endfro %}",
        "render",
        f"{AUDIT}:8",
        "Encountered unknown tag 'endfro'",
    ),
    Fault(
        MANIFEST,
        '"docs/owners.md"',
        '"../owners.md"',
        "render",
        f"{MANIFEST}:4",
        "'../owners.md' is not a path inside the project",
    ),
    Fault(
        AUDIT,
        "AUDITED = [",
        "AUDITED  = [",
        "black",
        "src/small/sales/orders/audit.py",
        "black would change it",
    ),
    Fault(
        AUDIT,
        "AUDITED = [",
        "AUDITED = (",
        "black",
        "src/small/sales/orders/audit.py",
        "does not parse",
    ),
    Fault(
        AUDIT,
        "AUDITED = [",
        "import os\n\nAUDITED = [",
        "ruff",
        "src/small/sales/orders/audit.py",
        "F401",
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=[each.new for each in FAULTS])
def test_a_fault_fails_with_its_place_and_its_reason(
    blueprint: Path, fault: Fault
) -> None:
    change(blueprint, fault.path, fault.old, fault.new)
    trial = _trial(blueprint)
    assert trial.failed
    kind, place, message = next(
        each for each in _failures(trial) if each[0] == fault.kind
    )
    assert place == fault.place
    assert fault.message in message
    assert f"  {place}{place and ' '}{kind}: " in "\n".join(verdict.trial_lines(trial))


def test_one_cause_is_told_once_with_the_count_and_the_line_of_the_template(
    blueprint: Path,
) -> None:
    cart = "  Cart:\n    fields: {number: string(20)}\n    traits: [soft_delete]\n"
    change(blueprint, "tests/designs/small.yaml", "  Order:\n", f"{cart}  Order:\n")
    change(blueprint, "tests/designs/small.yaml", "[Order]", "[Order, Cart]")
    change(blueprint, AUDIT, "AUDITED = [", "import os\n\nAUDITED  = [")
    trial = _trial(blueprint)
    black = f"black would change it (made by {AUDIT}:7; 1 more like it)"
    unused = (
        f"3:8: F401 [*] `os` imported but unused (made by {AUDIT}:5; 1 more like it)"
    )
    path = "src/small/sales/carts/audit.py"
    assert list(verdict.trial_lines(trial))[:3] == [
        f"small: {trial.tried[0].files} files, 4 failed",
        f"  {path} black: {black}",
        f"  {path} ruff: {unused}",
    ]
    change(blueprint, AUDIT, "entity.label_plural", "entity.labell")
    told = list(verdict.trial_lines(_trial(blueprint)))
    assert len([each for each in told if "has no attribute 'labell'" in each]) == 1


def test_every_file_that_can_not_be_rendered_is_told_at_once(blueprint: Path) -> None:
    change(blueprint, AUDIT, "entity.label_plural", "1 // 0")
    change(blueprint, OWNERS, "# Owners", "# {{ nobody }}")
    trial = _trial(blueprint)
    assert _failures(trial) == [
        (
            "render",
            f"{AUDIT}:3",
            (
                "integer division or modulo by zero "
                "(making src/small/sales/orders/audit.py for Order)"
            ),
        ),
        (
            "render",
            f"{OWNERS}:2",
            "'nobody' is undefined (making docs/owners.md)",
        ),
    ]
    assert trial.tried[0].files > 70


def test_what_the_model_does_not_promise_fails_even_where_no_design_comes(
    blueprint: Path,
) -> None:
    change(blueprint, "acme/outputs/_team.jinja", "area.name", "model.nothing")
    trial = _trial(blueprint)
    assert _failures(trial) == []
    assert [each.code for each in trial.findings] == ["BL403"]
    assert trial.failed


def test_goldens_are_the_own_layers_files_as_they_were_accepted(
    blueprint: Path,
) -> None:
    written = _trial(blueprint, rewrite=True)
    golden = blueprint / "tests" / "golden" / "small"
    held = sorted(
        path.relative_to(golden).as_posix()
        for path in golden.rglob("*")
        if path.is_file()
    )
    assert written.rewritten == ("small",)
    assert held == ["Dockerfile", "docs/owners.md", "src/small/sales/orders/audit.py"]
    assert not _trial(blueprint).failed
    change(blueprint, OWNERS, "# Owners", "# Teams")
    (golden / "Dockerfile").unlink()
    (golden / "extra.md").touch()
    difference = (
        "it differs; --rewrite accepts it\n--- golden\n+++ made\n@@ -1,2 +1,2 @@\n"
        "-# Owners\n+# Teams\n "
    )
    assert _failures(_trial(blueprint)) == [
        ("golden", "Dockerfile", "it is new; --rewrite accepts it"),
        ("golden", "docs/owners.md", difference),
        ("golden", "extra.md", "it is not made any more"),
    ]
    _trial(blueprint, rewrite=True)
    assert not _trial(blueprint).failed
    assert not (golden / "extra.md").exists()


def test_questions_are_answered_by_their_defaults_or_by_a_file(blueprint: Path) -> None:
    mail = (
        'mail:\n  type: str\n  default: "{{ team }}@{{ model.project.name }}.example"\n'
    )
    change(
        blueprint,
        "acme/questions.yml",
        "default: platform\n",
        f"default: platform\n{mail}",
    )
    change(blueprint, OWNERS, "# Owners", "# Owners: {{ mail }}")
    _trial(blueprint, rewrite=True)
    golden = blueprint / "tests" / "golden" / "small" / "docs" / "owners.md"
    assert golden.read_text().startswith("# Owners: platform@small.example\n")
    change(blueprint, "tests/answers/small.yaml", "", "team: payments\n")
    _trial(blueprint, rewrite=True)
    assert golden.read_text().startswith("# Owners: payments@small.example\n")


def test_the_teams_words_are_known_to_its_designs(blueprint: Path) -> None:
    words = (
        "entity:\n  properties:\n    audited: {type: boolean, default: false, "
        "description: Whether changes are recorded.}\n"
    )
    change(blueprint, "acme/words.yaml", "", words)
    change(blueprint, MANIFEST, '"features.soft_delete"', '"x.acme.audited"')
    change(
        blueprint,
        "tests/designs/small.yaml",
        "    traits",
        "    x-acme: {audited: true}\n    traits",
    )
    trial = _trial(blueprint)
    assert not trial.failed
    assert trial.coverage.templates == ()


def test_a_project_is_installed_and_its_tests_are_run_where_that_is_asked(
    blueprint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[str] = []

    def answer(folder: Path, *arguments: str) -> uv.Ended:
        assert (folder / "pyproject.toml").is_file()
        commands.append(arguments[-1])
        return uv.Ended(arguments[-1] != "mypy", "one\ntwo\n")

    monkeypatch.setattr(uv, "run", answer)
    assert _failures(_trial(blueprint)) == []
    assert commands == []
    assert _failures(_trial(blueprint, run=True)) == [
        ("run", "", "`uv run --no-sync mypy` failed\none\ntwo")
    ]
    assert commands == ["--quiet", ".", "check", "mypy", "head", "--no-header"]


def test_without_an_environment_nothing_else_is_run(
    blueprint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uv, "run", lambda *_: uv.Ended(worked=False, said="no network"))
    assert _failures(_trial(blueprint, run=True)) == [
        ("run", "", "`uv sync --locked --quiet` failed\nno network")
    ]


def test_where_there_is_no_ruff_the_test_fails(
    blueprint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ruff, "is_installed", lambda: False)
    trial = _trial(blueprint)
    assert trial.failed
    assert list(verdict.trial_lines(trial))[1] == (
        "ruff was not run, for it was not found: install it, `uv tool install ruff`, "
        "and test again"
    )


def test_ci_learns_by_the_exit_code(blueprint: Path) -> None:
    command = ["blueprint", "test", str(blueprint), "--design", "small"]
    assert CliRunner().invoke(cli.app, command).exit_code == 0
    assert CliRunner().invoke(cli.app, [*command, "--at-least", "88"]).exit_code == 1
    change(blueprint, AUDIT, "entity.label_plural", "entity.labell")
    told = CliRunner().invoke(cli.app, [*command, "--json"])
    value = json.loads(told.stdout)
    assert (told.exit_code, value["failed"]) == (1, True)
    assert value["findings"][0]["code"] == "BL403"
    assert value["designs"][0]["failures"][0]["path"] == f"{AUDIT}:3"


def test_a_design_that_is_not_there_and_a_folder_that_is_none_are_refused(
    blueprint: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.raises(BlueprintError, match="there is no design 'shopp'"):
        gallery.run(blueprint, GalleryOptions(("shopp",)), lambda _: None)
    with pytest.raises(BlueprintError, match="it is not a blueprint"):
        gallery.run(tmp_path_factory.mktemp("empty"), GalleryOptions(), lambda _: None)
