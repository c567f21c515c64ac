"""Each line of a project is told from the line of the template that wrote it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from acme import lay
from typer.testing import CliRunner

from bd_scaffold import cli, pipeline
from bd_scaffold.authoring import where
from bd_scaffold.model import store
from bd_scaffold.render.render import Rendering
from bd_scaffold.render.source_map import Origin, Place, Tracer
from bd_scaffold.resync.project import ProjectError
from bd_scaffold.sources import blueprints, resources
from bd_scaffold.sources.blueprints import Blueprint

SHOP = Path(__file__).resolve().parents[2] / "examples" / "shop"
SERVICE = "src/shop/sales/orders/service.py"


def _answers(name: str) -> dict[str, str]:
    text = pipeline.read(pipeline.example(name))
    stored = store.dump(pipeline.build(pipeline.check(text, name)))
    return {
        "_commit": "v0.1.0",
        "_src_path": resources.SOURCE,
        "bd_model": stored,
        "model": "",
    }


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project of the shop that the blueprint of this checkout has made."""
    folder = tmp_path / "shop"
    text = pipeline.read(pipeline.example("shop"))
    pipeline.create(text, "shop", folder, repository=False, progress=lambda _: None)
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("name", ["notes", "shop", "helpdesk", "workshop"])
def test_every_line_names_the_template_line_that_has_its_text(name: str) -> None:
    answers = _answers(name)
    model = store.read(answers["bd_model"])
    plain, tracer = (
        Rendering(model, resources.BLUEPRINT, answers),
        Tracer(resources.BLUEPRINT),
    )
    marked = tracer.rendering(model, answers, {})
    for row in plain.rows:
        text = plain.text(row)
        origins = tracer.lines(marked.text(row), text)
        assert origins is not None, row["path"]
        lines = text.removesuffix("\n").split("\n") if text else []
        assert len(lines) == len(origins), row["path"]
        ways = [(each.place, *each.through) for each in origins]
        for number, way in enumerate(ways):
            _check(lines, ways, number, way[-1])


_VALUE = re.compile(r"""\{\{(?:"[^"]*"|'[^']*'|\{[^}]*\}|[^}"'])*\}\}""")


def _check(
    lines: list[str], ways: list[tuple[Place, ...]], number: int, place: Place
) -> None:
    """Hold what a template's line says by itself against the lines that it wrote."""
    template = (resources.BLUEPRINT / place.template).read_text().split("\n")
    source = re.sub(r"\{[%#].*?[%#]\}", "", template[place.line - 1])
    if "{{" not in source:
        assert source == lines[number], place
    elif not source.startswith("{{"):  # what a value begins may go on for lines
        first = last = number
        while first and place in ways[first - 1]:
            first -= 1
        while last + 1 < len(lines) and place in ways[last + 1]:
            last += 1
        pieces = [re.escape(piece) for piece in _VALUE.split(source)]
        written = "\n".join(lines[first : last + 1])
        assert re.fullmatch("(?s:.*)".join(pieces), written), place


def _traced(outputs: dict[str, str], folder: Path) -> tuple[str, list[str] | None]:
    """Return the README that a small blueprint makes, and where its lines are from."""
    for name in ("files.json.jinja", "layers.jinja"):
        shutil.copy(resources.BLUEPRINT / name, folder / name)
    (folder / "fastapi" / "outputs").mkdir(parents=True)
    (folder / "fastapi" / "manifest.jinja").write_text(
        '{% set outputs = [["README.md", "project"]] %}{% set dropped = [] %}'
    )
    for path, text in outputs.items():
        (folder / "fastapi" / "outputs" / path).write_text(text)
    project = {"name": "shop", "title": "Shop", "package": "shop"}
    lists: dict[str, list[str]] = {
        name: [] for name in ("areas", "entities", "decisions", "retired")
    }
    model, answers = {"project": project, **lists}, {"bd_model": ""}
    plain, tracer = Rendering(model, folder, answers), Tracer(folder)
    marked = tracer.rendering(model, answers, {})
    text = plain.text(plain.rows[0])
    found = tracer.lines(marked.text(marked.rows[0]), text)
    return text, None if found is None else [_short(each) for each in found]


def _short(origin: Origin) -> str:
    way = [*origin.included, "/", origin.place, *origin.through]
    return " ".join(str(each).removeprefix("fastapi/outputs/") for each in way)


def test_a_block_is_told_from_the_template_that_fills_it(tmp_path: Path) -> None:
    base = "one\n{% block two %}\ntwo\n{% endblock %}\nthree\n"
    overlay = (
        '{% extends "fastapi/outputs/base.jinja" %}\n'
        "{% block two %}\n2\n{{ super() }}\n{%- endblock %}\n"
    )
    outputs = {"README.md.jinja": overlay, "base.jinja": base}
    text, origins = _traced(outputs, tmp_path)
    assert text == "one\n2\ntwo\nthree\n"
    assert origins == [
        "/ base.jinja:1",
        "/ README.md.jinja:3",
        "/ README.md.jinja:4 base.jinja:3",
        "/ base.jinja:5",
    ]


def test_an_included_line_is_told_from_where_it_stands(tmp_path: Path) -> None:
    outputs = {
        "README.md.jinja": 'one\n{% include "fastapi/outputs/part.jinja" %}\n\nend\n',
        "part.jinja": "{# shape: model #}\n{{ model.project.title }}\ntext\n",
    }
    _, origins = _traced(outputs, tmp_path)
    assert origins == [
        "/ README.md.jinja:1",
        "README.md.jinja:2 / part.jinja:2",
        "README.md.jinja:2 / part.jinja:3",
        "/ README.md.jinja:3",
        "/ README.md.jinja:4",
    ]


def test_a_template_that_measures_its_own_text_is_traced_too(tmp_path: Path) -> None:
    outputs = {
        "README.md.jinja": (
            "{% macro hello() %}\n  hello\n{% endmacro %}\n"
            "{{ hello() | trim }} {{ hello() | length }}\n"
        )
    }
    text, origins = _traced(outputs, tmp_path)
    assert text == "hello 8\n"
    assert origins == ["/ README.md.jinja:4 README.md.jinja:2"]


def test_of_a_template_that_changes_with_the_marks_nothing_is_said(
    tmp_path: Path,
) -> None:
    outputs = {
        "README.md.jinja": "{% macro one() %}1{% endmacro %}\n"
        "{% if one() == '1' %}\nyes\n{% else %}\nno\n{% endif %}\n"
    }
    assert _traced(outputs, tmp_path) == ("yes\n", None)


def test_a_text_with_the_characters_of_a_mark_is_not_mistaken(tmp_path: Path) -> None:
    outputs = {"README.md.jinja": "a\U000f0000\U00100000b\n"}
    assert _traced(outputs, tmp_path) == ("a\U000f0000\U00100000b\n", None)


def test_a_line_is_told_in_a_sentence(project: Path) -> None:
    template = resources.BLUEPRINT / "fastapi/outputs/__slice__/service.py.jinja"
    line = template.read_text().split("\n").index("{{ entity.service.head }}") + 1
    lines = (project / SERVICE).read_text().split("\n")
    number = lines.index("class OrderService(") + 1
    told = CliRunner().invoke(cli.app, ["blueprint", "where", f"{SERVICE}:{number}"])
    assert told.exit_code == 0
    assert told.stdout.splitlines() == [
        f"{SERVICE}:{number}  ←  fastapi/outputs/__slice__/service.py.jinja:{line}",
        f"  fastapi/outputs/__slice__/service.py.jinja:{line}: {{{{ entity.service.head }}}}",
    ]


def test_a_line_that_a_person_wrote_is_the_teams_own(project: Path) -> None:
    text = (project / SERVICE).read_text()
    (project / SERVICE).write_text("import this\n" + text.replace("from ", "from  ", 1))
    found = where.find(Path(SERVICE))
    assert [each.number for each in found.lines if each.own] == [1, 2]
    assert "the team's own" in next(where.lines_of(found, 2, every=False))
    whole = list(where.lines_of(found, None, every=True))
    assert whole[0] == f"{SERVICE}  ←  fastapi/outputs/__slice__/service.py.jinja"
    newest = resources.newest_release()
    assert whole[1] == f"  layers that have it, the highest first: fastapi {newest}"
    assert f"{len(text.splitlines()) + 1} lines, 2 of them" in whole[2]
    assert len(whole) == 3 + len(found.lines)


def test_a_line_is_told_from_the_layer_that_wrote_it(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blueprint = lay(tmp_path / "acme")
    made_with = Blueprint("bd://acme.git", "v0.1.0", blueprint)
    monkeypatch.setattr(blueprints, "opened", lambda *_: made_with)
    image = "FROM registry.acme.example/python:3.13\n"
    text = (project / "Dockerfile").read_text()
    text = re.sub(r"\nFROM python:\S+\n", f"\n{image}", text)
    (project / "Dockerfile").write_text(text)
    number = text.split("\n").index(image.strip()) + 1
    found = where.find(Path("Dockerfile"))
    assert found.template == "acme/outputs/Dockerfile.jinja"
    newest = resources.newest_release()
    assert found.layers == (f"acme {newest}", "fastapi v0.1.0")
    assert list(where.lines_of(found, number, every=False)) == [
        f"Dockerfile:{number}  ←  acme/outputs/Dockerfile.jinja:4",
        f"  acme/outputs/Dockerfile.jinja:4: {image.strip()}",
    ]
    templates = {each.origin.place.template for each in found.lines if each.origin}
    assert templates == {
        "acme/outputs/Dockerfile.jinja",
        "fastapi/outputs/Dockerfile.jinja",
        "fastapi/parts/environment/slots/Dockerfile/environment.jinja",
    }


def test_a_file_that_a_person_wrote_is_the_teams_own(project: Path) -> None:
    (project / "notes.txt").write_text("mine\n")
    told = list(where.lines_of(where.find(Path("notes.txt")), None, every=False))
    assert told == ["notes.txt: the team's own file; the blueprint does not make it"]


def test_tools_get_every_line_as_json(project: Path) -> None:
    told = CliRunner().invoke(
        cli.app, ["blueprint", "where", SERVICE, str(project), "--json"]
    )
    value = json.loads(told.stdout)
    assert value["template"] == "fastapi/outputs/__slice__/service.py.jinja"
    assert [each["line"] for each in value["lines"]] == list(
        range(1, len((project / SERVICE).read_text().splitlines()) + 1)
    )
    assert not any(each["own"] for each in value["lines"])


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("src/shop/nothing.py", None, "can't be read: No such file or directory"),
        ("../elsewhere.py", None, "is in no project"),
        (SERVICE, 900, "service.py has "),
        (SERVICE, 0, "service.py has "),
    ],
)
def test_what_is_not_there_is_refused(
    project: Path, file: str, line: int | None, message: str
) -> None:
    with pytest.raises(ProjectError, match=re.escape(message)):
        list(where.lines_of(where.find(Path(file)), line, every=False))


def test_a_folder_that_is_no_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.py").touch()
    with pytest.raises(ProjectError, match="is not a project"):
        where.find(Path("a.py"), tmp_path)


def test_where_a_template_cannot_be_traced_the_file_is_told(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blueprint = tmp_path / "blueprint"
    shutil.copytree(resources.BLUEPRINT, blueprint)
    template = blueprint / "fastapi/outputs/.dockerignore.jinja"
    macro = "{% macro one() %}1{% endmacro %}{% if one() == '1' %}{% endif %}{{ one()[:1] }}"
    template.write_text(macro + "\n" + template.read_text())
    made_with = Blueprint("bd://acme.git", "v0.1.0", blueprint)
    monkeypatch.setattr(blueprints, "opened", lambda *_: made_with)
    found = where.find(Path(".dockerignore"))
    first = next(where.lines_of(found, 2, every=False))
    assert not found.traced
    assert "fastapi/outputs/.dockerignore.jinja; its template reads" in first


def test_a_place_is_written_as_editors_open_it() -> None:
    assert str(Place("a.jinja", 3)) == "a.jinja:3"
