"""A project can be made from a blueprint wherever it is, and remembers it as Copier does."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from company import answers, blueprint, commit, copied, create, git, scaffold, tree

from bd_scaffold.sources import blueprints
from bd_scaffold.sources import git as door
from bd_scaffold.sources.stack import BlueprintError


def test_a_repository_is_followed_as_copier_would(
    repository: Path, tmp_path: Path
) -> None:
    project = create(tmp_path / "ours", "--blueprint", repository)
    assert answers(project).endswith(f'_commit: "v1.0.0"\n_src_path: "{repository}"\n')
    assert tree(project) == tree(copied(tmp_path / "theirs", project, repository))


def test_overlays_additions_and_drops_are_in_the_project(
    repository: Path, tmp_path: Path
) -> None:
    made = tree(create(tmp_path / "notes", "--blueprint", repository))
    assert made["Dockerfile"] == b"FROM acme/python\n"
    assert made["AUDIT.md"].startswith(b"# Audit of Notes\n")
    assert made["src/notes/notes/audit.py"].startswith(b'AUDITED = "Note"\n')
    assert ".editorconfig" not in made


@pytest.mark.parametrize("version", ["v1.0.0", "main", "v1.1.0"])
def test_a_version_is_a_tag_or_whatever_git_knows(
    repository: Path, tmp_path: Path, version: str
) -> None:
    commit(repository, tag="v1.1.0")
    commit(repository)
    project = create(tmp_path / "ours", "--blueprint", repository, "--to", version)
    called = git(repository, "describe", "--tags", version)
    assert f'_commit: "{called}"\n' in answers(project)
    theirs = copied(tmp_path / "theirs", project, "--vcs-ref", version, repository)
    assert tree(project) == tree(theirs)


def test_a_relative_address_is_remembered_from_the_root(
    repository: Path, tmp_path: Path
) -> None:
    project = create(tmp_path / "notes", "--blueprint", "acme")
    assert f'_src_path: "{repository}"\n' in answers(project)


def test_a_folder_of_this_machine_is_said_to_be_one(
    repository: Path, tmp_path: Path
) -> None:
    example = ("create", "notes", "--example", "notes", "--blueprint", repository)
    said = scaffold(tmp_path, *example)
    assert (
        f"It follows the blueprint in {repository}, a folder of this machine." in said
    )
    assert "`bd-scaffold update --blueprint ADDRESS`." in said
    for origin, told in [
        ("git@git.acme.example:acme.git", "git@git.acme.example:acme.git"),
        ("https://me:secret@git.acme.example/acme.git", ""),
        ("../elsewhere", ""),
        ("ext::program", ""),
    ]:
        git(repository, "config", "remote.origin.url", origin)
        assert blueprints.elsewhere(str(repository)) == told
    assert blueprints.elsewhere("bd://fastapi.git") is None


def test_a_folder_without_git_makes_projects_and_says_that_it_is_all(
    tmp_path: Path,
) -> None:
    folder = blueprint(tmp_path / "acme")
    (tmp_path / "notes.yaml").write_text(
        "name: notes\nentities: {Note: {fields: {title: text}}}\n"
    )
    said = scaffold(
        tmp_path, "create", "notes", "--design", "notes.yaml", "--blueprint", folder
    )
    assert f"Its blueprint {folder} is a folder without git" in said
    project = tmp_path / "notes"
    assert answers(project).endswith(f'_src_path: "{folder}"\n')
    assert "_commit" not in answers(project)
    assert tree(project) == tree(copied(tmp_path / "theirs", project, folder))
    said = scaffold(project, "update", exits=2)
    assert "a folder without git, so nothing says what it was like then" in said


@pytest.mark.parametrize(
    ("said", "remembered"),
    [
        ("gh:acme/blueprint", "gh:acme/blueprint"),
        ("https://github.com/acme/blueprint", "https://github.com/acme/blueprint"),
        ("https://git.acme.example/b", "git+https://git.acme.example/b"),
        ("https://git.acme.example/b.git", "https://git.acme.example/b.git"),
        ("ssh://git@acme.example/b", "git+ssh://git@acme.example/b"),
        ("me@acme.example:b", "git+me@acme.example:b"),
        ("git@acme.example:b", "git@acme.example:b"),
        ("fastapi", "bd://fastapi.git"),
        ("bd://fastapi.git", "bd://fastapi.git"),
    ],
)
def test_addresses_are_remembered_so_that_copier_finds_them(
    said: str, remembered: str
) -> None:
    assert blueprints.address_of(said) == remembered


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("https://me:secret@acme.example/b.git", "holds a password"),
        ("--upload-pack=touch x", "is not an address of a blueprint"),
        ("-x", "is not an address of a blueprint"),
        ("", "is not an address of a blueprint"),
        ("a\nb", "is not an address of a blueprint"),
        ("ext::sh -c true", "would start a program"),
        ("git+ext::sh -c true", "would start a program"),
        ("FD::1", "would start a program"),
        ("nowhere", "installed are fastapi"),
    ],
)
def test_what_is_no_address_is_refused(said: str, reason: str) -> None:
    with pytest.raises(BlueprintError) as error:
        blueprints.address_of(said)
    assert reason in str(error.value)


@pytest.mark.parametrize(
    "address", ["ext::sh -c 'touch owned'", "--upload-pack=touch owned", "fd::17"]
)
def test_an_address_in_a_projects_answers_starts_nothing(
    tmp_path: Path, address: str
) -> None:
    with pytest.raises(BlueprintError):
        blueprints.opened(address, "v1.0.0", tmp_path)
    assert not (tmp_path / "owned").exists()
    assert not Path("owned").exists()


@pytest.mark.parametrize("version", ["--output=x", "-x", "v1.0.0\nHEAD", "v9", ""])
def test_a_version_that_is_none_is_refused(
    repository: Path, tmp_path: Path, version: str
) -> None:
    with pytest.raises(BlueprintError) as error:
        blueprints.opened(str(repository), version, tmp_path / "scratch")
    assert f"has no version {version}" in str(error.value)


def test_git_itself_does_not_start_programs_for_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "gitconfig"
    settings.write_text("[protocol]\n  allow = always\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    with pytest.raises(door.GitError, match="transport 'ext' not allowed"):
        door.clone(f"ext::touch {tmp_path}/owned", tmp_path / "clone")
    assert not (tmp_path / "owned").exists()


def test_a_repository_is_fetched_once(repository: Path, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    first = blueprints.opened(str(repository), None, scratch)
    repository.rename(tmp_path / "away")
    assert blueprints.opened(str(repository), "v1.0.0", scratch) == first


def test_an_address_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    said = scaffold(
        tmp_path,
        *("create", "x", "--example", "notes"),
        *("--blueprint", "https://localhost:9/acme.git"),
        exits=2,
    )
    assert said.startswith("bd-scaffold: https://localhost:9/acme.git can't be read: ")
    assert said.endswith("may you read it?\n")
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "x").exists()


class _Private(BaseHTTPRequestHandler):
    """A server that wants to know who is asking."""

    def do_GET(self) -> None:
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="acme"')
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


def test_nobody_is_asked_for_a_password_where_nobody_is(tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), _Private) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/acme.git"
        with pytest.raises(BlueprintError) as error:
            blueprints.opened(address, None, tmp_path)
        server.shutdown()
    assert str(error.value).startswith(
        f"{address} can't be read: could not read Username"
    )
    assert "terminal prompts disabled" in str(error.value)
