"""A broken blueprint is told by file and line, and nothing is written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from company import DESIGN, blueprint, commit, git, lay, scaffold, small, status

from bd_scaffold import pipeline
from bd_scaffold.render import limits
from bd_scaffold.sources.stack import BlueprintError

AUDIT = "acme/outputs/AUDIT.md.jinja"
SLICE = "acme/outputs/__slice__/audit.py.jinja"
MANIFEST = "acme/manifest.jinja"


def _rows(*rows: str) -> str:
    listed = "".join(f"  {row},\n" for row in rows)
    return f"{{% set outputs = [\n{listed}] %}}\n{{% set dropped = [] %}}\n"


BROKEN: dict[str, tuple[dict[str, str | None], str]] = {
    "syntax error": (
        {AUDIT: "one\n{% if model %}\n"},
        f"{AUDIT}:2: Unexpected end of template. Jinja was looking for",
    ),
    "undefined value": (
        {AUDIT: "one\n{{ model.projekt.title }}\n"},
        f"{AUDIT}:2: '*' has no attribute 'projekt' (making AUDIT.md)",
    ),
    "undefined value for an entity": (
        {SLICE: "{{ entity.nome }}\n"},
        f"{SLICE}:1: * has no attribute 'nome' (making src/notes/notes/audit.py for Note)",
    ),
    "undefined value in a file that is included": (
        {AUDIT: '\n{% include "acme/x.jinja" %}\n', "acme/x.jinja": "{{ nothing }}"},
        f"acme/x.jinja:1: 'nothing' is undefined (making AUDIT.md, from {AUDIT}:2)",
    ),
    "no such filter": (
        {AUDIT: "{{ 1 | shout }}"},
        f"{AUDIT}:1: No filter named 'shout'.",
    ),
    "the machine's environment": (
        {AUDIT: "{{ '$HOME' | expandvars }}"},
        f"{AUDIT}:1: No filter named 'expandvars'.",
    ),
    "the machine's files": (
        {AUDIT: "{{ '/etc/*' | fileglob }}"},
        f"{AUDIT}:1: No filter named 'fileglob'.",
    ),
    "a way out of the sandbox": (
        {AUDIT: "{{ ''.__class__.__mro__ }}"},
        f"{AUDIT}:1: access to attribute '__class__' of 'str' object is unsafe.",
    ),
    "a file outside of the blueprint": (
        {AUDIT: '{% include "../../etc/passwd" %}'},
        f"{AUDIT}:1: there is no template ../../etc/passwd",
    ),
    "path outside of the project": (
        {MANIFEST: _rows('["../../x", "project"]')},
        f"{MANIFEST}:2: '../../x' is not a path inside the project",
    ),
    "path into the repository": (
        {MANIFEST: _rows('[".git/hooks/post-merge", "project"]')},
        f"{MANIFEST}:2: '.git/hooks/post-merge' is not a path inside the project",
    ),
    "path of the design": (
        {MANIFEST: _rows('["design.yaml", "project"]')},
        f"{MANIFEST}:2: 'design.yaml' is not a path inside the project",
    ),
    "two outputs with one path": (
        {
            MANIFEST: _rows(
                '["src/__package__/x.py", "project"]', '["src/notes/x.py", "project"]'
            ),
            "acme/outputs/src/__package__/x.py.jinja": "",
            "acme/outputs/src/notes/x.py.jinja": "",
        },
        f"{MANIFEST}:3: 'src/notes/x.py' and 'src/notes/x.py' would be the same file",
    ),
    "row without template": (
        {MANIFEST: _rows('["NOTICE", "project"]')},
        f"{MANIFEST}:2: 'NOTICE' has no template: * and no base/outputs/NOTICE.jinja",
    ),
    "row for each of nothing that there is": (
        {MANIFEST: _rows('["NOTICE", "entitys"]')},
        "has no attribute 'entitys' (making the list of files)",
    ),
    "row of another form": (
        {MANIFEST: "{% set outputs = [1] %}{% set dropped = [] %}"},
        "(making the list of files)",
    ),
    "manifest with a syntax error": (
        {MANIFEST: "\n{% set outputs = [ %}\n"},
        f"{MANIFEST}:2: ",
    ),
    "manifest without its lists": (
        {MANIFEST: "nothing\n"},
        "has no attribute 'outputs' (making the list of files",
    ),
    "template that includes itself": (
        {AUDIT: f'{{% include "{AUDIT}" %}}'},
        f"{AUDIT}:1: it includes or calls itself endlessly (making AUDIT.md)",
    ),
    "template that never ends": (
        {
            AUDIT: "\n{% for a in range(99999) %}\n{% for b in range(99999) %}{% endfor %}"
            "{% endfor %}"
        },
        f"{AUDIT}:3: it takes more than 0.3 seconds (making AUDIT.md)",
    ),
    "file that is too long": (
        {AUDIT: "{% for a in range(99999) %}{{ 'a' * 9999 }}{% endfor %}"},
        f"{AUDIT}: it makes more than 1 million characters (making AUDIT.md)",
    ),
    "immense text": (
        {AUDIT: "{{ 'a' * 99999999 * 99999999 }}"},
        f"{AUDIT}:1: it multiplies a text into something immense (making AUDIT.md)",
    ),
    "immense number": (
        {AUDIT: "{{ 9 ** 99999999 }}"},
        f"{AUDIT}:1: it raises a number to something immense (making AUDIT.md)",
    ),
    "immense text of another kind": (
        {AUDIT: "{{ '%9999999999d' % 1 }}"},
        f"{AUDIT}:1: it needs too much memory (making AUDIT.md)",
    ),
    "layers that are no list": (
        {"layers.jinja": "{% set layers = 7 %}"},
        "(making the list of files",
    ),
    "blueprint.yaml that is not YAML": (
        {"blueprint.yaml": "name: acme\nlayers: [\n"},
        "blueprint.yaml:3: it is not YAML: ",
    ),
    "blueprint.yaml with a tag": (
        {"blueprint.yaml": "name: !!python/object/apply:os.system [touch owned]\n"},
        "blueprint.yaml:1: it is not YAML: could not determine a constructor",
    ),
    "blueprint.yaml without layers": (
        {"blueprint.yaml": "name: acme\nmodel: 1\n"},
        "blueprint.yaml: layers has to list the layers",
    ),
    "blueprint.yaml for another model": (
        {"blueprint.yaml": "name: acme\nmodel: 2\nlayers: [{name: acme}]\n"},
        "the blueprint acme is written for version 2 of the model",
    ),
    "missing layer": (
        {
            "blueprint.yaml": "name: acme\nmodel: 1\nlayers:\n- {name: acme}\n- {name: gone}\n"
        },
        "blueprint.yaml:5: there is no layer gone: gone/manifest.jinja is not there",
    ),
    "missing frame": (
        {"layers.jinja": None},
        "layers.jinja is not there",
    ),
}


@pytest.fixture
def _impatient(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # A busy machine may need more than that for what does end.
    if "seconds" in BROKEN[name][1]:
        monkeypatch.setattr(limits, "SECONDS", 0.3)
    monkeypatch.setattr(limits, "SIZE", 1 << 20)


def _made(folder: Path, project: Path) -> None:
    origin = pipeline.Origin(str(folder))
    pipeline.create(
        DESIGN.encode(),
        "design.yaml",
        project,
        repository=False,
        progress=lambda _: None,
        origin=origin,
    )


def _matches(text: str, expected: str) -> bool:
    parts = expected.split("*")
    return all(part in text for part in parts)


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_told_and_nothing_is_written(
    name: str, tmp_path: Path
) -> None:
    files, expected = BROKEN[name]
    folder = small(tmp_path / "blueprint", files)
    with pytest.raises(BlueprintError) as error:
        _made(folder, tmp_path / "notes")
    assert _matches(str(error.value), expected), str(error.value)
    assert str(tmp_path) not in str(error.value)
    assert not (tmp_path / "notes").exists()
    assert not Path("owned").exists()


def test_a_capability_that_an_older_base_lacks_is_told_with_a_way_out(
    tmp_path: Path,
) -> None:
    folder = blueprint(tmp_path / "blueprint")
    shutil.rmtree(folder / "fastapi/parts/versioned")
    (tmp_path / "design.yaml").write_text(DESIGN + "    traits: [versioned]\n")
    told = scaffold(
        *(tmp_path, "create", "notes", "--design", "design.yaml"),
        *("--blueprint", folder),
        exits=2,
    )
    assert told.splitlines()[-1] == (
        "bd-scaffold: the design uses versioned, for which the blueprint has no part: "
        "there is no fastapi/parts/versioned/manifest.jinja. Take a newer version of the "
        "blueprint (`bd-scaffold blueprint upgrade` renews the base of your own), or "
        "leave versioned out of the design"
    )
    assert not (tmp_path / "notes").exists()


def test_a_sound_one_is_not_broken(tmp_path: Path) -> None:
    _made(small(tmp_path / "blueprint"), tmp_path / "notes")
    assert (tmp_path / "notes/src/notes/notes/audit.py").is_file()


def test_everything_that_is_broken_is_told_at_once(tmp_path: Path) -> None:
    files = {
        AUDIT: "{{ one }}",
        SLICE: "{{ two }}",
        "base/outputs/README.md.jinja": "{% x",
    }
    with pytest.raises(BlueprintError) as error:
        _made(small(tmp_path / "blueprint", files), tmp_path / "notes")
    assert len(str(error.value).splitlines()) == 4
    files = {
        MANIFEST: _rows('["../x", "project"]', '["/y", "project"]', '["z:", "project"]')
    }
    with pytest.raises(BlueprintError) as error:
        _made(small(tmp_path / "other", files), tmp_path / "notes")
    assert len(str(error.value).splitlines()) == 4


def test_a_link_out_of_the_blueprint_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.jinja").write_text("secret")
    folder = small(tmp_path / "blueprint")
    (folder / AUDIT).unlink()
    (folder / AUDIT).symlink_to(tmp_path / "secret.jinja")
    with pytest.raises(BlueprintError, match="a link out of the blueprint"):
        _made(folder, tmp_path / "notes")
    git(folder, "init", "--quiet")
    commit(folder, tag="v1.0.0")
    with pytest.raises(BlueprintError, match="has no template"):
        _made(folder, tmp_path / "notes")


def test_a_broken_version_leaves_a_project_as_it_was(tmp_path: Path) -> None:
    folder = small(tmp_path / "acme")
    git(folder, "init", "--quiet")
    commit(folder, tag="v1.0.0")
    lay(tmp_path, {"notes.yaml": DESIGN})
    scaffold(tmp_path, "create", "p", "--design", "notes.yaml", "--blueprint", folder)
    lay(folder, {AUDIT: "{{ one }}\n", SLICE: "{{ two }}\n"})
    commit(folder, tag="v2.0.0")
    said = scaffold(tmp_path / "p", "update", exits=2)
    assert said.startswith("bd-scaffold: the blueprint is broken:\n")
    assert f"  {AUDIT}:1: 'one' is undefined (making AUDIT.md)\n" in said
    assert f"  {SLICE}:1: 'two' is undefined" in said
    assert status(tmp_path / "p") == []
