"""A new project is there as a whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from bd_scaffold.render.write import (
    DestinationError,
    check_destination,
    replace,
    staged,
    write,
)


def _everything(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_staged_folder_appears_at_once(tmp_path: Path) -> None:
    destination = tmp_path / "a" / "b" / "shop"
    with staged(destination) as folder:
        write({"src/main.py": "x = 'ü'\r\n", "README.md": "# R\n"}, folder)
        assert not destination.exists()
    assert (destination / "src/main.py").read_bytes() == "x = 'ü'\r\n".encode()
    assert _everything(tmp_path / "a" / "b") == [
        "shop",
        "shop/README.md",
        "shop/src",
        "shop/src/main.py",
    ]


def test_an_empty_folder_is_filled_and_keeps_its_permissions(tmp_path: Path) -> None:
    destination = tmp_path / "shop"
    destination.mkdir(mode=0o750)
    check_destination(destination)
    with staged(destination) as folder:
        write({"README.md": "# R\n"}, folder)
    assert _everything(tmp_path) == ["shop", "shop/README.md"]
    assert destination.stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt, SystemExit])
def test_nothing_is_left_when_something_fails(
    tmp_path: Path, fault: type[BaseException]
) -> None:
    with pytest.raises(fault), staged(tmp_path / "a" / "shop") as folder:
        write({"README.md": "# R\n"}, folder)
        raise fault
    assert _everything(tmp_path) == []


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    with (
        pytest.raises(DestinationError, match="can't be written: File name too long"),
        staged(tmp_path / "shop") as folder,
    ):
        write({"README.md": "# R\n", "x" * 300: ""}, folder)
    assert _everything(tmp_path) == []


def test_a_folder_that_was_filled_meanwhile_is_left_alone(tmp_path: Path) -> None:
    destination = tmp_path / "shop"
    destination.mkdir()
    with pytest.raises(DestinationError), staged(destination) as folder:
        write({"README.md": "# R\n"}, folder)
        (destination / "theirs.txt").write_text("theirs")
    assert _everything(tmp_path) == ["shop", "shop/theirs.txt"]


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".hidden").touch()
    with pytest.raises(DestinationError, match="is not empty"):
        check_destination(tmp_path)


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "shop").touch()
    with pytest.raises(DestinationError, match="exists and is not a folder"):
        check_destination(tmp_path / "shop")


def test_a_place_inside_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DestinationError, match="file is not a folder"):
        check_destination(tmp_path / "file" / "shop")


def test_a_place_where_nothing_can_be_made_is_refused() -> None:
    with (
        pytest.raises(DestinationError, match="can't be written"),
        staged(Path("/proc/shop")),
    ):
        pass


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / ".bd" / "model.yaml"
    replace(path, b"old\n")
    replace(path, b"new\n")
    assert path.read_text() == "new\n"
    assert _everything(tmp_path) == [".bd", ".bd/model.yaml"]
