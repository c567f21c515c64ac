"""A path of a project leads inside it, on every system, and to one file alone."""

from __future__ import annotations

import pytest

from bd_scaffold.tree import UnsafePathError, check_paths


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../outside",
        "src/../../outside",
        "src/./main.py",
        "src//main.py",
        ".git/config",
        ".GIT/hooks/post-checkout",
        "src/.git/config",
        ".bd/model.yaml",
        "design.yaml",
        "C:/windows",
        "src\\main.py",
        "src/a\nb.py",
        "src/a\0b.py",
    ],
)
def test_an_unsafe_path_is_refused(path: str) -> None:
    with pytest.raises(UnsafePathError):
        check_paths([path])


@pytest.mark.parametrize("second", ["src/a.py", "SRC/A.py"])
def test_two_paths_that_are_one_file_somewhere_are_refused(second: str) -> None:
    with pytest.raises(UnsafePathError, match="would be the same file"):
        check_paths(["src/a.py", second])


def test_a_file_that_is_another_ones_folder_is_refused() -> None:
    with pytest.raises(UnsafePathError, match="both a file and a folder"):
        check_paths(["src/a", "src/a/b.py"])


def test_dots_that_name_files_are_fine() -> None:
    check_paths([".gitignore", ".github/workflows/ci.yml", "src/..a/b..py", ".gitlab"])
