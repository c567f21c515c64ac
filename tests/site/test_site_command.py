"""`bd-scaffold docs --html`, as somebody runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "shop"
    (folder / "docs").mkdir(parents=True)
    for name in ("design.yaml", ".copier-answers.yml"):
        (folder / name).write_text("name: shop\n")
    (folder / "README.md").write_text("# Shop\n")
    (folder / "docs/a.md").write_text("# A\n")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "generator"))
    return folder


def _run(*arguments: str, code: int = 0) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "bd_scaffold", "docs", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert done.returncode == code, done.stderr
    return done.stdout, done.stderr


def test_it_says_what_it_wrote_and_where_to_begin(project: Path) -> None:
    out, err = _run("--html", "build/site")
    assert out == (
        "Wrote 2 pages to build/site.\n"
        "Open build/site/index.html: it needs no server and no network.\n"
    )
    assert err == ""
    assert (project / "build/site/a.html").is_file()


def test_it_is_said_as_json(project: Path) -> None:
    said = json.loads(_run("--html", "out", "--json")[0])
    assert said == {
        "destination": str(project / "out"),
        "title": "Shop",
        "pages": [
            {"source": "docs/README.md", "file": "index.html", "title": "Shop"},
            {"source": "docs/a.md", "file": "a.html", "title": "A"},
        ],
        "files": [
            *("a.html", "assets/icon.svg", "assets/site.css", "assets/site.js"),
            "index.html",
        ],
        "assets": [],
    }


def test_another_projects_folder_can_be_named(project: Path, tmp_path: Path) -> None:
    os.chdir(tmp_path)
    _run("shop", "--html", "out")
    assert (tmp_path / "out/a.html").is_file()


def test_mistakes_are_told_before_anything_is_written(project: Path) -> None:
    _run("--html", "out")
    before = (project / "out/a.html").read_bytes()
    (project / "docs/a.md").write_text("# A\n\n[b](b.md) [c](javascript:c)\n")
    out, err = _run("--html", "out", code=2)
    assert out == ""
    assert err == (
        'docs/a.md:3:5 BD911 "b.md": there is no docs/b.md.\n'
        'docs/a.md:3:15 BD914 "javascript:c" is no address that a page may lead to. '
        "Known are http, https and mailto.\n"
        "2 mistakes\n"
    )
    said = json.loads(_run("--html", "out", "--json", code=2)[0])
    assert [each["code"] for each in said["diagnostics"]] == ["BD911", "BD914"]
    assert (project / "out/a.html").read_bytes() == before
    _run("--html", "new", code=2)
    assert not (project / "new").exists()


def test_a_folder_of_something_else_is_refused(project: Path) -> None:
    _, err = _run("--html", ".", code=2)
    assert "is neither empty nor a site of bd-scaffold's" in err


def test_a_folder_that_is_no_project_is_refused(project: Path) -> None:
    (project / ".copier-answers.yml").unlink()
    _, err = _run("--html", "out", code=2)
    assert "is not a project that bd-scaffold created" in err
    assert not (project / "out").exists()


def test_a_project_without_documents_is_told(project: Path) -> None:
    (project / "docs/a.md").unlink()
    _, err = _run("--html", "out", code=2)
    assert "has no documents: there is no docs/*.md" in err


def test_without_a_folder_the_command_says_what_is_missing(project: Path) -> None:
    _, err = _run(code=2)
    assert "--html" in err


def test_links_out_of_the_project_are_not_followed(project: Path) -> None:
    secret = project.parent / "secret.txt"
    secret.write_text("secret")
    (project / "notes.txt").symlink_to(secret)
    (project / "docs/b.md").symlink_to(secret)
    (project / "docs/a.md").write_text(
        "# A\n\n[a](../../secret.txt) [b](../notes.txt)\n"
    )
    _, err = _run("--html", "out", code=2)
    assert [line.split(" ")[1] for line in err.splitlines()[:2]] == ["BD913", "BD913"]
    assert "b.md" not in err


def test_what_git_ignores_stays_out(project: Path) -> None:
    subprocess.run(["git", "init", "--quiet", project], check=True)
    (project / ".gitignore").write_text("keys.json*\nlocal/\ndocs/mine.md\n")
    (project / "keys.json").write_text("secret")
    (project / "local").mkdir()
    (project / "local/other.json").write_text("secret")
    (project / "docs/mine.md").write_text("# Mine\n")
    links = (
        "[k](../keys.json) [o](../local/other.json) [m](mine.md) [d](../design.yaml)"
    )
    (project / "docs/a.md").write_text(f"# A\n\n{links}\n")
    said = json.loads(_run("--html", "out", "--json")[0])
    along = [each for each in said["files"] if not each.startswith("assets/")]
    assert along == ["a.html", "files/design.yaml", "index.html"]
    shown = (project / "out/a.html").read_text()
    assert '<span class="source">k (<code>keys.json</code>)</span>' in shown


def test_a_checkout_without_mermaid_says_how_to_get_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from bd_scaffold import site
    from bd_scaffold.site import assets

    (project / "docs/a.md").write_text("# A\n\n```mermaid\npie\n```\n")
    draft = site.draft(site.sources_of(project))
    monkeypatch.setattr(assets, "_VENDORED", tmp_path)
    with pytest.raises(site.AssetError, match=r"`python scripts/vendor_mermaid\.py`"):
        site.make(draft)
    (tmp_path / "mermaid.min.js").write_text("another")
    with pytest.raises(site.AssetError, match="has another Mermaid"):
        site.make(draft)
