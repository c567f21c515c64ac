"""A project in a real repository, as a test lays it and looks at it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from memory import File, Tree

from bd_scaffold import pipeline, update
from bd_scaffold.update import Updated, UpdateOptions

ROOT = Path(__file__).resolve().parents[2]


def git(folder: Path, *arguments: str, fails: bool = False) -> str:
    """Return what git says in a folder."""
    process = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, check=False
    )
    said = (process.stdout + process.stderr).decode(errors="surrogateescape")
    assert (process.returncode != 0) is fails, said
    return said


def commit(folder: Path, message: str = "work") -> None:
    """Commit whatever is there."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--no-verify", "--allow-empty", "-m", message)


def create(folder: Path, design: str) -> None:
    """Create a project with its repository."""
    pipeline.create(
        design.encode(), "design.yaml", folder, repository=True, progress=lambda _: None
    )


def run(folder: Path, **options: object) -> Updated:
    """Update a project, whole."""
    options.setdefault("allow", ("*",))
    return update.run(folder, UpdateOptions(**options), lambda _: None)  # type: ignore[arg-type]


def lay(folder: Path, before: Tree, after: Tree) -> None:
    """Make the folder's tree another one."""
    for path in before.keys() - after.keys():
        (folder / path).unlink()
    for path, file in after.items():
        if before.get(path) != file:
            write(folder / path, file)


def write(path: Path, file: File) -> None:
    """Write a file, a link or an executable."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    if file.mode == "120000":
        path.symlink_to(os.fsdecode(file.content))
    else:
        path.write_bytes(file.content)
        path.chmod(0o755 if file.mode == "100755" else 0o644)


def tree(folder: Path) -> dict[str, File]:
    """Return every file below a folder, but for git's own."""
    found = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if relative.parts[0] == ".git" or (path.is_dir() and not path.is_symlink()):
            continue
        found[relative.as_posix()] = _file(path)
    return found


def _file(path: Path) -> File:
    if path.is_symlink():
        return File(os.fsencode(path.readlink()), "120000")
    mode = "100755" if path.stat().st_mode & 0o100 else "100644"
    return File(path.read_bytes(), mode)


def copy(source: Path, destination: Path) -> Path:
    """Return a copy of a project with its repository."""
    shutil.copytree(source, destination, symlinks=True)
    return destination


def status(folder: Path) -> list[str]:
    """Return what git calls changed, one line a file, without its warnings."""
    lines = git(folder, "status", "--porcelain").splitlines()
    return [line for line in lines if line[2:3] == " "]
