"""The folder of a site: all of one site and nothing else, or what was there before."""

from __future__ import annotations

from pathlib import Path

import pytest

from bd_scaffold import site

_ONE = {"index.html": b"one", "a/b.html": b"b"}
_TWO = {"index.html": b"two", "c.html": b"c"}


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def test_a_new_site_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "site"
    site.write(_ONE, folder)
    assert _files(folder) == _ONE
    site.write(_TWO, folder)
    assert _files(folder) == _TWO
    assert not (folder / "a").exists()
    assert [each.name for each in folder.parent.iterdir()] == ["site"]


def test_the_same_site_is_the_same_bytes_with_its_marker(tmp_path: Path) -> None:
    for name in ("a", "b"):
        site.write(_ONE, tmp_path / name)
    a, b = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in _all(name)}
        for name in ("a", "b")
        for _all in [lambda name: filter(Path.is_file, (tmp_path / name).rglob("*"))]
    )
    assert a == b
    assert len(a) == 3


def test_an_empty_folder_is_taken_with_its_mode(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir(mode=0o750)
    site.write(_ONE, folder)
    site.write(_TWO, folder)
    assert folder.stat().st_mode & 0o777 == 0o750


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(site.SiteFolderError, match="neither empty nor a site"):
        site.write(_ONE, tmp_path)
    assert _files(tmp_path) == {"thesis.txt": b"years of work"}


def test_what_somebody_has_put_beside_a_site_is_not_removed(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    site.write(_ONE, folder)
    (folder / "a" / "thesis.txt").write_text("years of work")
    with pytest.raises(site.SiteFolderError, match=r"a/thesis\.txt; move them away"):
        site.write(_TWO, folder)
    assert _files(folder) == {**_ONE, "a/thesis.txt": b"years of work"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "site"
    file.write_text("x")
    for folder in (file, file / "inside"):
        with pytest.raises(site.SiteFolderError, match="not a folder"):
            site.write(_ONE, folder)


@pytest.mark.parametrize("error", [OSError(28, "No space left"), KeyboardInterrupt()])
def test_the_old_site_stays_when_a_new_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    folder = tmp_path / "site"
    site.write(_ONE, folder)

    def fail(*_: object) -> None:
        raise error

    for broken in ("write_bytes", "rename"):
        with monkeypatch.context() as patch:
            patch.setattr(Path, broken, fail)
            with pytest.raises((site.SiteFolderError, KeyboardInterrupt)):
                site.write(_TWO, folder)
        assert _files(folder) == _ONE
        assert [each.name for each in tmp_path.iterdir()] == ["site"]


def test_the_old_site_comes_back_when_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    site.write(_ONE, folder)
    rename = Path.rename

    def second_fails(path: Path, target: Path) -> Path:
        if path.name.endswith(".part"):
            raise OSError(5, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", second_fails)
    with pytest.raises(site.SiteFolderError, match="Input/output error"):
        site.write(_TWO, folder)
    assert _files(folder) == _ONE
    assert [each.name for each in tmp_path.iterdir()] == ["site"]
