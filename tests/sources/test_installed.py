"""A blueprint in an installed package is found by its name, and the package is never imported."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from company import (
    answers,
    copied,
    create,
    git,
    release,
    tree,
)

from bd_scaffold.sources import blueprints
from bd_scaffold.sources.stack import BlueprintError


def install(
    site: Path, bundle: Path | None, package: str = "acme_blueprint", name: str = "acme"
) -> None:
    """Lay what pip would lay of a package with a blueprint, which breaks where it is imported."""
    folder = site / package
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("raise SystemExit('imported')\n")
    about = site / f"{package}-1.2.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {package.replace('_', '-')}\nVersion: 1.2.0\n"
    )
    (about / "entry_points.txt").write_text(
        f"[bd_scaffold.blueprints]\n{name} = {package}:{name}.bundle\n"
    )
    files = [f"{package}/__init__.py,,", f"{about.name}/METADATA,,"]
    if bundle is not None:
        shutil.copy(bundle, folder / f"{name}.bundle")
        files.append(f"{package}/{name}.bundle,,")
    (about / "RECORD").write_text("\n".join(files) + "\n")


def bundled(repository: Path, file: Path) -> Path:
    """Return a bundle of all that a repository has."""
    git(repository, "bundle", "create", "-q", str(file), "--all", "HEAD")
    return file


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in which packages are installed."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    startup = f"import sys\nsys.path.insert(0, {str(folder)!r})\n"
    command = tmp_path / "tools" / "git-remote-bd"
    command.write_text(command.read_text().replace("import sys\n", startup, 1))
    return folder


def test_an_installed_blueprint_is_found_by_name_and_copier_goes_on_from_there(
    repository: Path, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(site, bundled(repository, tmp_path / "acme.bundle"))
    monkeypatch.setenv("PYTHONPATH", str(site))
    project = create(tmp_path / "notes", "--blueprint", "acme")
    assert answers(project).endswith('_commit: "v1.0.0"\n_src_path: "bd://acme.git"\n')
    theirs = copied(tmp_path / "theirs", project, "bd://acme.git")
    assert tree(project) == tree(theirs)


def test_a_newer_package_updates_its_projects(
    repository: Path, site: Path, tmp_path: Path
) -> None:
    install(site, bundled(repository, tmp_path / "acme.bundle"))
    address = blueprints.address_of("acme")
    assert blueprints.newest(address) == "v1.0.0"
    release(repository, "v1.1.0", {"acme/outputs/AUDIT.md.jinja": "Two\n"})
    bundled(repository, site / "acme_blueprint" / "acme.bundle")
    assert blueprints.newest(address) == "v1.1.0"
    opened = blueprints.opened(address, None, tmp_path / "scratch")
    assert (opened.folder / "acme/outputs/AUDIT.md.jinja").read_text() == "Two\n"
    assert "acme_blueprint" not in sys.modules


def test_a_package_without_its_file_is_said(site: Path) -> None:
    install(site, None)
    with pytest.raises(BlueprintError) as error:
        blueprints.address_of("acme")
    assert str(error.value) == (
        "acme-blueprint 1.2.0 names acme_blueprint:acme.bundle as the blueprint acme, "
        "but has no file acme_blueprint/acme.bundle"
    )


def test_two_packages_with_one_blueprint_are_said(
    repository: Path, site: Path, tmp_path: Path
) -> None:
    bundle = bundled(repository, tmp_path / "acme.bundle")
    install(site, bundle)
    install(site, bundle, "other_blueprint")
    with pytest.raises(BlueprintError) as error:
        blueprints.address_of("acme")
    assert "acme-blueprint 1.2.0, other-blueprint 1.2.0; uninstall" in str(error.value)


def test_no_package_stands_for_our_own(
    repository: Path, site: Path, tmp_path: Path
) -> None:
    bundle = bundled(repository, tmp_path / "acme.bundle")
    install(site, bundle, "other_blueprint", "fastapi")
    assert blueprints.bundle("bd://fastapi.git").package.startswith("bd-scaffold ")


def test_an_unknown_name_says_what_there_is(site: Path) -> None:
    with pytest.raises(BlueprintError) as error:
        blueprints.bundle("bd://nothing.git")
    assert str(error.value) == (
        "no installed package has the blueprint bd://nothing.git; there are: "
        "bd://fastapi.git"
    )
