"""A made-up trait: a module, a part, a test folder and a page make the whole of it.

The stages get it in their list of capabilities, and none of them knows its name.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from archived import FEATURE
from lab import Shell, alone, lay_design
from projects import Project, project_in
from session import folder_of, once
from verdicts import digest

from bd_scaffold import migrate, pipeline, rules
from bd_scaffold.features import FEATURES
from bd_scaffold.impact import Impact, impact_of
from bd_scaffold.language.reference import capabilities
from bd_scaffold.language.schema import json_schema
from bd_scaffold.model import store
from bd_scaffold.model.types import Entity, Model
from bd_scaffold.sources import resources

HERE = Path(__file__).parent
ALL = (*FEATURES, FEATURE)

PLAIN = """\
name: lab
entities:
  Note: {fields: {text: string(80) sort}}
  Box: {fields: {label: string(40) unique sort}, traits: [versioned]}
  Item:
    fields: {name: string(20) search, box: Box}
    pagination: cursor
    traits: [soft_delete]
"""
DESIGN = PLAIN.replace("[versioned]", "[versioned, archived]").replace(
    "[soft_delete]", "[soft_delete, archived]"
)


def _built(text: str) -> Model:
    return pipeline.build(pipeline.check(text.encode(), "design.yaml", (), ALL))


@pytest.fixture(scope="module")
def model() -> Model:
    return _built(DESIGN)


@pytest.fixture(scope="module")
def plain() -> Model:
    return _built(PLAIN)


@pytest.fixture(scope="module")
def added(plain: Model, model: Model) -> Impact:
    return impact_of(plain, plain, model, ALL)


@pytest.fixture(scope="module")
def removed(plain: Model, model: Model) -> Impact:
    return impact_of(model, model, plain, ALL)


def _entity(model: Model, name: str) -> Entity:
    return next(each for each in model.entities if each.name == name)


# The language


def _told(text: str, *, known: bool = True) -> list[str]:
    features = ALL if known else FEATURES
    _, found = rules.review(text, "design.yaml", (), features)
    return [str(each) for each in found]


def test_its_word_is_one_where_it_is_in_the_list_of_capabilities() -> None:
    assert _told(DESIGN) == []
    unknown = _told(DESIGN, known=False)
    assert len(unknown) == 2
    assert all('"archived" is not one of the choices.' in each for each in unknown)


def test_an_editor_knows_its_word_and_what_it_does() -> None:
    traits = json_schema((), FEATURE.traits)["$defs"]["Entity"]["properties"]["traits"]
    assert traits["anyOf"][0]["enum"] == ["archived"]
    assert "`archived` lets clients set rows aside" in traits["description"]


def test_its_rule_is_one_of_the_rules() -> None:
    text = "name: lab\nentities:\n  Box: {fields: {a: text}, traits: [archived], OPS}\n"
    [told] = _told(text.replace("OPS", "operations: [get]"))
    assert "There is no list to leave archived rows out of." in told


def test_no_name_of_a_design_is_one_of_its_own() -> None:
    text = "name: lab\nentities:\n  Box: {fields: {FIELD}, traits: [archived]}\n"
    [column] = _told(text.replace("FIELD", "archived_at: datetime?"))
    assert '"archived_at" is a column of a trait.' in column
    [parameter] = _told(text.replace("FIELD", "archived: boolean = false filter"))
    assert 'Its filter "archived" is also that of the list itself.' in parameter
    taken = _built("name: lab\nentities:\n  Archives: {fields: {a: text}}\n")
    assert _entity(taken, "Archives").class_name == "ArchivesEntity"


# The model and its contract


def test_its_operations_stand_after_those_of_the_design(model: Model) -> None:
    box = _entity(model, "Box")
    *_, archive, restore = box.operations
    assert [archive.name, restore.name] == ["archive", "restore"]
    assert archive.http.path == "/boxes/{box_id}/archive"
    assert archive.http.headers == ("ETag",)  # the row has a version, too
    assert "  /api/v1/boxes/{box_id}/archive:" in (box.contract and box.contract.paths)


def test_lists_take_its_parameter(model: Model) -> None:
    item = _entity(model, "Item")
    assert item.operations[0].controls == ("cursor", "limit", "sort", "q", "archived")
    assert model.contract is not None
    assert "    archived:\n      name: archived\n" in model.contract.components


def test_what_does_not_use_it_is_as_before(plain: Model, model: Model) -> None:
    with_it = _entity(model, "Note")
    assert with_it == _entity(plain, "Note")
    known = _built(PLAIN)
    unknown = pipeline.build(pipeline.check(PLAIN.encode(), "design.yaml"))
    names = [each.name for each in known.entities]
    for name in names:
        one, other = _entity(known, name), _entity(unknown, name)
        assert one.contract == other.contract
        assert (one.mapped, one.repository) == (other.mapped, other.repository)


# Its page


def test_its_page_is_in_the_list_and_its_design_is_sound() -> None:
    assert "[`traits: [archived]`](language/archived.md)" in capabilities((FEATURE,))
    page = (HERE / "archived.md").read_text(encoding="utf-8")
    design = page.partition("```yaml\n")[2].partition("```")[0]
    assert _told(design) == []


# A second day


def test_switching_it_on_is_told_and_costs_nothing(added: Impact) -> None:
    assert "Box: archived added" in map(str, added.changes)
    assert added.allowances == ()


def test_switching_it_on_migrates(plain: Model, model: Model) -> None:
    made = [str(each) for each in migrate.operations(plain, model)]
    assert len([each for each in made if "archived_at" in each]) == 2


def test_switching_it_off_needs_to_be_allowed_by_its_names(removed: Impact) -> None:
    told = {str(each): each.effects for each in removed.changes}
    assert len(told["Box: archived removed"]) == 2
    names = {each.name for each in removed.allowances if ":Box." in each.name}
    assert names == {
        *("drop:Box.archived_at", "break:Box.archived_at", "break:Box.archived"),
        *("break:Box.archive", "break:Box.restore"),
    }


# The project


def _blueprint(folder: Path) -> Path:
    """Lay our blueprint with one more part into a folder."""
    shutil.copytree(
        resources.BLUEPRINT, folder, ignore=shutil.ignore_patterns("releases")
    )
    shutil.copytree(HERE / "part", folder / "fastapi" / "parts" / "archived")
    return folder


def _create(folder: Path) -> None:
    blueprint = _blueprint(folder.with_name("blueprint"))
    pipeline.create(
        DESIGN.encode(),
        "design.yaml",
        folder,
        repository=False,
        progress=lambda _words: None,
        origin=pipeline.Origin(str(blueprint)),
        features=ALL,
    )
    folder.with_name(f"{folder.name}.digest").write_text(digest(folder))


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Create the project once for all workers."""
    shared = folder_of(tmp_path_factory, "made-up")
    return project_in(once(shared / "archived", _create), "archived")


@pytest.mark.generated
def test_its_code_has_no_finding(project: Project) -> None:
    project.proves("ruff", "check", "--no-cache")
    project.proves("black", "--check", "--quiet", ".")
    project.check_types()


@pytest.mark.generated
def test_its_tests_pass_beside_those_of_all_resources(project: Project) -> None:
    said = project.proves(
        *("pytest", "-q", "-p", "no:cacheprovider", "--no-cov"),
        *("tests/api", "tests/test_contract.py"),
    )
    assert "passed" in said
    assert (project.folder / "tests/api/test_archived.py").is_file()
    assert "## Archived records" in (project.folder / "README.md").read_text()


@pytest.mark.generated
def test_plain_copier_makes_the_same_files(
    project: Project,
    model: Model,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone(tmp_path, monkeypatch)
    copied = tmp_path / "copied"
    lay_design(copied, DESIGN, store.dump(model))
    blueprint = project.folder.with_name("blueprint")
    Shell(copied)("copier", "copy", "--quiet", str(blueprint), ".")
    assert _files(copied) == _files(project.folder)


def _files(folder: Path) -> dict[str, bytes]:
    """Return all but the answers, and the model, which Copier leaves where it read it."""
    skipped = (".bd", ".copier-answers.yml", ".mypy_cache", "__pycache__", ".venv")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not set(path.relative_to(folder).parts) & set(skipped)
    }


# The house


def test_no_stage_and_no_template_names_it() -> None:
    root = HERE.parents[1]
    files = [
        path
        for folder in ("generator", "blueprints/fastapi", "scripts")
        for path in (root / folder).rglob("*")
        if path.is_file() and path.suffix in (".py", ".jinja")
    ]
    assert len(files) > 300
    names = ("archived_at", "Archives", *(each.name for each in FEATURE.traits))
    said = "active and not archived"  # an example of an expression, on a page
    named = [
        (path, name)
        for path in files
        for name in names
        if name in path.read_text("utf-8").replace(said, "")
    ]
    assert named == []
