"""A newer base comes in whole, and every file of one's own that it concerns is told of."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lab import Shell

from bd_scaffold.authoring import new, override, shadows, upgrade, vendor
from bd_scaffold.authoring.upgrade import Upgrade
from bd_scaffold.resync import journal, laying
from bd_scaffold.sources import git
from bd_scaffold.sources.stack import BlueprintError, read

OUTPUTS = {
    "Dockerfile": "FROM python\nRUN one\nRUN two\n",
    "main.py": (
        "{# model: the whole design, resolved #}\n"
        "{% block imports %}\nimport one\n{% endblock %}\n"
        "BODY = 1\n"
        "{% block end %}\n{% endblock %}\n"
    ),
    "core/logging.py": "{% block form %}\nplain\n{% endblock %}\nrest\n",
    "ci.yml": "jobs: []\n",
    "uv.lock": "version = 1\n",
}


@pytest.fixture
def base(tmp_path: Path, base: Shell) -> Shell:
    """Return the base's repository with a few outputs of which a test knows every line."""
    shutil.rmtree(base.folder / "fastapi")
    _lay(base, OUTPUTS)
    base.commit("small")
    base("git", "tag", "--force", "v0.1.0")
    return base


def _lay(base: Shell, outputs: dict[str, str]) -> None:
    """Write a version of the base, whatever was there before."""
    shutil.rmtree(base.folder / "fastapi", ignore_errors=True)
    for path, text in outputs.items():
        file = base.folder / "fastapi" / "outputs" / f"{path}.jinja"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    rows = "".join(f'  ["{path}", "project"],\n' for path in outputs)
    (base.folder / "fastapi" / "manifest.jinja").write_text(
        f"{{% set outputs = [\n{rows}] %}}\n{{% set dropped = [] %}}\n"
    )


def _release(
    base: Shell, version: str, outputs: dict[str, str], history: str = ""
) -> None:
    _lay(base, OUTPUTS | outputs)
    for path in [path for path, text in outputs.items() if not text]:
        base.edit("fastapi/manifest.jinja", f'  ["{path}", "project"],\n', "")
        (base.folder / "fastapi" / "outputs" / f"{path}.jinja").unlink()
    if history:
        (base.folder / "fastapi" / "history.yaml").write_text(history)
    base.commit(version)
    base("git", "tag", version)


def _own(acme: Shell, files: dict[str, str]) -> None:
    for path, text in files.items():
        file = acme.folder / "acme" / "outputs" / f"{path}.jinja"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    acme.commit("ours")


def _only(done: Upgrade) -> shadows.Concern:
    (concern,) = done.concerns
    return concern


EXTENDS = '{% extends "fastapi/outputs/main.py.jinja" %}\n'


def test_what_concerns_no_file_of_ones_own_just_arrives(
    acme: Shell, base: Shell
) -> None:
    _own(acme, {"Dockerfile": "FROM acme\n"})
    _release(base, "v0.2.0", {"ci.yml": "jobs: [test]\n", "NOTICE": "new\n"})
    done = upgrade.run(acme.folder, None)
    assert (done.older, done.newer, done.concerns) == ("v0.1.0", "v0.2.0", ())
    assert (done.added, done.settled) == (("NOTICE",), True)
    assert acme.text("fastapi/outputs/ci.yml.jinja") == "jobs: [test]\n"
    said = read(acme.folder)
    assert [layer.version for layer in said.layers] == ["v0.2.0", ""]
    assert said.extends is not None
    assert said.extends.version == "v0.2.0"
    assert vendor.edited(acme.folder) == ()
    assert all(line[0] in "AM" and line[1] == " " for line in acme.changes())


def test_a_copy_takes_the_changes_that_are_beside_its_own(
    acme: Shell, base: Shell
) -> None:
    _own(acme, {"Dockerfile": "FROM acme\nRUN one\nRUN two\n"})
    _release(base, "v0.2.0", {"Dockerfile": "FROM python\nRUN one\nRUN 2\n"})
    concern = _only(upgrade.run(acme.folder, None))
    assert (concern.path, concern.verdict) == (
        "acme/outputs/Dockerfile.jinja",
        "merged",
    )
    assert acme.text("acme/outputs/Dockerfile.jinja") == "FROM acme\nRUN one\nRUN 2\n"
    (passage,) = concern.passages
    assert passage.diff == (" RUN one", "-RUN two", "+RUN 2")
    assert (passage.line, passage.own) == (2, ("RUN one", "RUN two"))


def test_a_copy_that_changed_in_the_same_place_is_in_conflict(
    acme: Shell, base: Shell, command: Callable[..., str]
) -> None:
    _own(acme, {"Dockerfile": "FROM acme\nRUN one\nRUN two\n"})
    _release(base, "v0.2.0", {"Dockerfile": "FROM python:3\nRUN one\nRUN two\n"})
    said = command(acme, "upgrade", fails=True)
    assert (
        "  acme/outputs/Dockerfile.jinja: in conflict: fastapi/outputs/Dockerfile.jinja "
        "changed where your copy did\n"
        "    v0.1.0 → v0.2.0\n"
        "      -FROM python\n"
        "      +FROM python:3\n"
        "       RUN one\n"
        "    yours, line 1\n"
        "      |FROM acme\n"
        "      |RUN one\n"
    ) in said
    assert "To do\n  acme/outputs/Dockerfile.jinja: resolve the marked lines" in said
    tree = git.work_tree(acme.folder)
    assert tree is not None
    assert git.status(tree).unmerged == ("acme/outputs/Dockerfile.jinja",)
    assert (
        "<<<<<<< acme/outputs/Dockerfile.jinja\nFROM acme\n=======\nFROM python:3\n"
        ">>>>>>> fastapi v0.2.0\n"
    ) in acme.text("acme/outputs/Dockerfile.jinja")
    acme("git", "commit", "--message", "unresolved", fails=True)
    acme(*said.splitlines()[-1].split())
    assert acme.changes() == []
    assert read(acme.folder).layers[0].version == "v0.1.0"


def test_a_copy_with_nothing_of_its_own_left_is_said(acme: Shell, base: Shell) -> None:
    _own(acme, {"Dockerfile": "FROM python:3\nRUN one\nRUN two\n"})
    _release(base, "v0.2.0", {"Dockerfile": "FROM python:3\nRUN one\nRUN two\n"})
    assert _only(upgrade.run(acme.folder, None)).verdict == "needless"


def test_a_lock_is_never_merged(acme: Shell, base: Shell) -> None:
    _own(acme, {"uv.lock": "version = 1\nours\n"})
    _release(base, "v0.2.0", {"uv.lock": "theirs\nversion = 1\n"})
    done = upgrade.run(acme.folder, None)
    assert (_only(done).verdict, done.settled) == ("relock", False)
    assert acme.text("acme/outputs/uv.lock.jinja") == "version = 1\nours\n"


def test_a_block_that_prints_the_bases_too_follows_it(acme: Shell, base: Shell) -> None:
    block = "{% block imports %}\n{{ super() }}import ours\n{% endblock %}\n"
    _own(acme, {"main.py": EXTENDS + block})
    _release(base, "v0.2.0", {"main.py": OUTPUTS["main.py"].replace("one", "two")})
    concern = _only(upgrade.run(acme.folder, None))
    assert (concern.verdict, concern.open) == ("follows", False)
    (passage,) = concern.passages
    assert (passage.block, passage.diff, passage.line, passage.keeps) == (
        "imports",
        ("-import one", "+import two"),
        2,
        True,
    )


def test_a_block_that_stands_instead_of_a_changed_one_is_asked_about(
    acme: Shell, base: Shell
) -> None:
    _own(
        acme,
        {"main.py": EXTENDS + "{% block imports %}\nimport ours\n{% endblock %}\n"},
    )
    _release(base, "v0.2.0", {"main.py": OUTPUTS["main.py"].replace("one", "two")})
    concern = _only(upgrade.run(acme.folder, None))
    assert concern.verdict == "stale"
    assert concern.passages[0].own == ("import ours",)


def test_what_changes_around_the_blocks_is_told_too(acme: Shell, base: Shell) -> None:
    _own(acme, {"main.py": EXTENDS + "{% block end %}\nEND\n{% endblock %}\n"})
    _release(base, "v0.2.0", {"main.py": OUTPUTS["main.py"].replace("BODY", "MAIN")})
    concern = _only(upgrade.run(acme.folder, None))
    assert (concern.verdict, concern.passages) == ("follows", ())


def test_a_block_that_is_no_more_is_an_error_and_not_silence(
    acme: Shell, base: Shell, command: Callable[..., str]
) -> None:
    _own(acme, {"main.py": EXTENDS + "{% block end %}\nEND = 1\n{% endblock %}\n"})
    _release(
        base,
        "v0.2.0",
        {"main.py": OUTPUTS["main.py"].replace("end %}\n{", "tail %}\n{")},
    )
    said = command(acme, "upgrade", fails=True)
    assert (
        "main.py.jinja no longer has a block that you fill, so its text is left out"
        in said
    )
    assert "|END = 1" in said
    assert "New extension points\n  main.py: tail\n" in said
    assert "main.py.jinja: move what stands in end to a block that there is\n" in said


def test_a_file_that_moved_takes_what_stands_before_it_along(
    acme: Shell, base: Shell
) -> None:
    _own(
        acme,
        {
            "core/logging.py": (
                '{% extends "fastapi/outputs/core/logging.py.jinja" %}\n'
                "{% block form %}\n{{ super() }}json\n{% endblock %}\n"
            ),
            "core/ours.py": "ours\n",
        },
    )
    acme.edit(
        "acme/manifest.jinja", "outputs = [", 'outputs = [\n  ["core/ours.py", once],'
    )
    acme.edit("acme/manifest.jinja", "dropped = []", 'dropped = ["core/more.py"]')
    acme.commit("rows")
    moved = OUTPUTS["core/logging.py"].replace("plain", "colourful")
    _release(
        base,
        "v0.2.0",
        {
            "core/logging.py": "",
            "platform/logging.py": moved,
            "platform/more.py": "x\n",
        },
        'v0.2.0:\n  moves: {"core/": "platform/"}\n',
    )
    done = upgrade.run(acme.folder, None)
    found = {each.path: (each.was, each.verdict) for each in done.concerns}
    outputs = "acme/outputs"
    assert found == {
        f"{outputs}/platform/logging.py.jinja": (
            f"{outputs}/core/logging.py.jinja",
            "follows",
        ),
        f"{outputs}/platform/ours.py.jinja": (f"{outputs}/core/ours.py.jinja", "moved"),
    }
    assert '"fastapi/outputs/platform/logging.py.jinja"' in acme.text(
        f"{outputs}/platform/logging.py.jinja"
    )
    assert not (acme.folder / outputs / "core").exists()
    assert '["platform/ours.py", once]' in acme.text("acme/manifest.jinja")
    assert (done.settled, done.added) == (False, ("platform/more.py",))
    assert done.dropped == ("core/more.py",)


def test_what_the_base_gave_up_or_has_now_too_is_told(acme: Shell, base: Shell) -> None:
    _own(acme, {"ci.yml": "ours\n", "NOTICE": "ours\n"})
    acme.edit("acme/manifest.jinja", "dropped = []", 'dropped = ["Dockerfile"]')
    acme.commit("no image")
    _release(base, "v0.2.0", {"ci.yml": "", "Dockerfile": "", "NOTICE": "theirs\n"})
    done = upgrade.run(acme.folder, None)
    assert {each.path: each.verdict for each in done.concerns} == {
        "acme/outputs/NOTICE.jinja": "meets",
        "acme/outputs/ci.yml.jinja": "gone",
    }
    assert done.dropped == ("Dockerfile",)
    assert set(done.removed) == {"ci.yml", "Dockerfile"}
    assert acme.text("acme/outputs/ci.yml.jinja") == "ours\n"


def test_a_layer_in_between_that_gets_a_file_is_told(
    acme: Shell, base: Shell, tmp_path: Path
) -> None:
    acme("git", "tag", "v1.0.0")
    new.start("payments", tmp_path / "payments", str(acme.folder), None)
    payments = Shell(tmp_path / "payments")
    override.start(payments.folder, "main.py", extend=True)
    payments.commit("ours")
    _release(base, "v0.2.0", {"ci.yml": "jobs: [test]\n"})
    upgrade.run(acme.folder, None)
    _own(acme, {"main.py": EXTENDS + "{% block end %}\nEND\n{% endblock %}\n"})
    acme("git", "tag", "v1.1.0")
    concern = _only(upgrade.run(payments.folder, None))
    assert (concern.verdict, concern.beneath) == (
        "between",
        "acme/outputs/main.py.jinja",
    )
    assert [(each.name, each.version) for each in read(payments.folder).layers] == [
        ("fastapi", "v0.2.0"),
        ("acme", "v1.1.0"),
        ("payments", ""),
    ]
    assert payments.text("fastapi/outputs/ci.yml.jinja") == "jobs: [test]\n"


def test_a_department_is_told_of_its_companys_block(
    acme: Shell, tmp_path: Path
) -> None:
    block = "{% block end %}\nCOMPANY = 1\n{% endblock %}\n"
    _own(acme, {"main.py": EXTENDS + block})
    acme("git", "tag", "v1.0.0")
    new.start("payments", tmp_path / "payments", str(acme.folder), None)
    payments = Shell(tmp_path / "payments")
    file = (
        payments.folder / override.start(payments.folder, "main.py", extend=True).path
    )
    file.write_text(file.read_text().replace("{{ super() }}", "DEPARTMENT = 1\n"))
    payments.commit("ours")
    _own(acme, {"main.py": EXTENDS + block.replace("1", "2")})
    acme("git", "tag", "v1.1.0")
    concern = _only(upgrade.run(payments.folder, None))
    assert concern.verdict == "stale"
    assert [each.diff for each in concern.passages] == [
        ("-COMPANY = 1", "+COMPANY = 2")
    ]


def test_what_a_file_of_ones_own_uses_is_told_when_it_changes_or_goes(
    acme: Shell, base: Shell
) -> None:
    helpers = base.folder / "fastapi" / "outputs"
    for name in ("_one", "_two"):
        (helpers / f"{name}.jinja").write_text("{% macro m() %}1{% endmacro %}\n")
    base.commit("helpers")
    base("git", "tag", "v0.1.1")
    upgrade.run(acme.folder, None)
    acme.commit("upgraded")
    use = '{{% from "fastapi/outputs/{}.jinja" import m %}}\n{{{{ m() }}}}\n'
    _own(acme, {"one.txt": use.format("_one"), "two.txt": use.format("_two")})
    _release(base, "v0.2.0", {"ci.yml": "x\n"})
    (helpers / "_one.jinja").write_text("{% macro m() %}2{% endmacro %}\n")
    base.commit("one changed, two is gone")
    base("git", "tag", "--force", "v0.2.0")
    done = upgrade.run(acme.folder, None)
    assert [(each.beneath, each.verdict) for each in done.concerns] == [
        ("fastapi/outputs/_one.jinja", "uses"),
        ("fastapi/outputs/_two.jinja", "missing"),
    ]
    assert done.open == ("acme/outputs/two.txt.jinja",)


def test_what_changes_in_projects_is_told_from_the_bases_changelog(
    acme: Shell, base: Shell, command: Callable[..., str]
) -> None:
    _release(base, "v0.2.0", {"ci.yml": "x\n"})
    log = "# Log\n\n## 0.2.0\n\n### What changes in your project\n\nCI says x.\n"
    (base.folder / "fastapi" / "CHANGELOG.md").write_text(log)
    base.commit("v0.3.0")
    base("git", "tag", "v0.3.0")
    said = command(acme, "upgrade")
    assert "What changes in your projects\n  fastapi 0.2.0\n    CI says x.\n" in said
    assert "Your files\n  are not affected\n" in said


def test_what_people_wrote_beside_the_includes_stays(acme: Shell, base: Shell) -> None:
    with (acme.folder / "copier.yml").open("a") as file:
        file.write("---\n_message_after_copy: Welcome to acme.\n")
    acme.edit("blueprint.yaml", "# What", "# Ours since 2026.\n# What")
    acme.commit("ours")
    _release(base, "v0.2.0", {"ci.yml": "x\n"})
    upgrade.run(acme.folder, None)
    assert acme.text("copier.yml").endswith("_message_after_copy: Welcome to acme.\n")
    assert acme.text("blueprint.yaml").startswith("# Ours since 2026.\n")
    assert read(acme.folder).layers[0].version == "v0.2.0"


def test_ci_asks_whether_there_is_a_newer_base(
    acme: Shell, base: Shell, command: Callable[..., str]
) -> None:
    assert "the newest version" in command(acme, "upgrade", "--check")
    _release(base, "v0.2.0", {"ci.yml": "x\n"})
    said = command(acme, "upgrade", "--check", fails=True)
    assert said.startswith(f"The base is v0.1.0, and {base.folder} has v0.2.0: ")
    assert acme.changes() == []


def test_tools_get_the_same_as_json(
    acme: Shell, base: Shell, command: Callable[..., str]
) -> None:
    _own(acme, {"Dockerfile": "FROM acme\nRUN one\nRUN two\n"})
    _release(base, "v0.2.0", {"Dockerfile": "FROM python\nRUN one\nRUN 2\n"})
    said = json.loads(command(acme, "upgrade", "--json"))
    assert (said["from"], said["to"], said["settled"]) == ("v0.1.0", "v0.2.0", True)
    (file,) = said["files"]
    assert (file["verdict"], file["open"]) == ("merged", False)
    assert file["passages"][0]["diff"] == [" RUN one", "-RUN two", "+RUN 2"]


def test_nothing_is_done_where_something_is_in_the_way(
    acme: Shell, base: Shell
) -> None:
    _release(base, "v0.2.0", {"ci.yml": "x\n", "NOTICE": "new\n"})
    acme.edit("README.md", "# The blueprint", "# Our blueprint")
    with pytest.raises(
        BlueprintError, match=r"not committed: README.md; commit or stash"
    ):
        upgrade.run(acme.folder, None)
    acme.commit("title")
    acme.edit("fastapi/outputs/ci.yml.jinja", "jobs", "work")
    acme.commit("an edit of the base")
    with pytest.raises(
        BlueprintError, match=r"edited: fastapi/outputs/ci.yml.jinja; the"
    ):
        upgrade.run(acme.folder, None)
    acme("git", "revert", "--no-edit", "HEAD")
    (acme.folder / "fastapi" / "history.yaml").mkdir()
    (acme.folder / "fastapi" / "outputs" / "NOTICE.jinja").mkdir()
    with pytest.raises(laying.OccupiedError, match=r"NOTICE.jinja"):
        upgrade.run(acme.folder, None)
    assert read(acme.folder).layers[0].version == "v0.1.0"
    assert acme.text("fastapi/outputs/ci.yml.jinja") == OUTPUTS["ci.yml"]


def test_digests_that_are_gone_come_again_with_the_same_version(acme: Shell) -> None:
    assert not upgrade.run(acme.folder, None).laid
    (acme.folder / vendor.SUMS).unlink()
    acme.edit("fastapi/outputs/ci.yml.jinja", "jobs", "work")
    acme.commit("no digests")
    assert upgrade.run(acme.folder, None).laid
    assert {line[3:] for line in acme.changes()} == {
        vendor.SUMS,
        "fastapi/outputs/ci.yml.jinja",
    }
    assert vendor.edited(acme.folder) == ()


def test_an_older_version_is_no_upgrade(acme: Shell, base: Shell) -> None:
    _release(base, "v0.2.0", {"ci.yml": "x\n"})
    upgrade.run(acme.folder, None)
    acme.commit("upgraded")
    assert not upgrade.run(acme.folder, None).laid
    with pytest.raises(BlueprintError, match=r"v0.1.0 is older than v0.2.0"):
        upgrade.run(acme.folder, "v0.1.0")


def test_an_upgrade_that_was_killed_is_finished_by_the_next(
    acme: Shell, base: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    _release(base, "v0.2.0", {"ci.yml": "x\n"})

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(git, "stage", killed)
        with pytest.raises(KeyboardInterrupt):
            upgrade.run(acme.folder, None)
    with pytest.raises(journal.UnderWayError, match="is laid whole now"):
        upgrade.run(acme.folder, None)
    assert read(acme.folder).layers[0].version == "v0.2.0"
    acme.commit("upgraded")
    assert upgrade.run(acme.folder, None).newer == "v0.2.0"
