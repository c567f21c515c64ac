"""The one door to git."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from bd_scaffold.tree import Tree

_NOBODY = {"NAME": "bd-scaffold", "EMAIL": "bd-scaffold@localhost"}
_ROLES = ("AUTHOR", "COMMITTER")

# What a caller's own repository would lay over the one that is meant.
_FOREIGN = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
)

# Every file goes in as it is, whatever the machine's own configuration says, and without
# waiting for the disk: the folder is not the author's yet.
_PLAIN = (
    *("-c", "core.autocrlf=false"),
    *("-c", "core.fsync=none"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.compression=1"),
)


# Nothing that we do is a commit of the author's, or a checkout: no hook has a say in it.
_UNHOOKED = ("-c", f"core.hooksPath={os.devnull}")


class GitError(Exception):
    """Git is missing, or refused what it was config."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A file as git keeps it: its mode, as in `100644`, and its object."""

    mode: str
    oid: str


PLAIN_MODE = "100644"
EXECUTABLE_MODE = "100755"
LINK_MODE = "120000"


@dataclass(frozen=True, slots=True)
class Merged:
    """A file after a merge, and how many passages of it are in conflict."""

    content: bytes
    conflicts: int


_MOST_CONFLICTS = 127
"""`git merge-file` exits with the number of conflicts, up to this one."""


def check_installed() -> None:
    """Refuse to go on without a git to run."""
    if shutil.which("git") is None:
        raise GitError("git was not found; install it, or pass --no-git")


def enclosing_work_tree(folder: Path) -> Path | None:
    """Return the work tree that would track a new folder of that path, or None."""
    existing = next(path for path in (folder, *folder.parents) if path.is_dir())
    top = _ask(existing, "rev-parse", "--show-toplevel")
    if top is None or _ask(existing, "check-ignore", str(folder)) is not None:
        return None
    return Path(top)


def start_repository(folder: Path, tree: Tree, message: str) -> None:
    """Make a folder a repository whose first commit holds the tree that stands in it.

    The files go into one pack: thousands of single objects cost more than all the rest.
    """
    branch = _ask(folder, "config", "init.defaultBranch") or "main"
    _say(folder, "init", "--quiet", "--template=", f"--initial-branch={branch}")
    author, committer = _identities(folder)
    head = (
        f"commit refs/heads/{branch}\nauthor {author}\ncommitter {committer}\n".encode()
    )
    _import(folder, chain([head, _data(message)], _files(tree), [b"done\n"]))
    _say(folder, *_PLAIN, "read-tree", "HEAD")
    _say(folder, *_PLAIN, "update-index", "-q", "--refresh")


def start_repository_of(folder: Path, message: str) -> None:
    """Make a folder a repository whose first commit holds what stands in it, whoever wrote it."""
    branch = _ask(folder, "config", "init.defaultBranch") or "main"
    _say(folder, "init", "--quiet", "--template=", f"--initial-branch={branch}")
    _say(folder, *_PLAIN, "add", "--all")
    commit = ("commit", "--quiet", "--no-verify", "--no-gpg-sign", "--message", message)
    _say(folder, *_PLAIN, *commit, environment=_nobody(folder))


def _files(tree: Tree) -> Iterator[bytes]:
    for path, text in tree.items():
        yield f"M 100644 inline {path}\n".encode()
        yield _data(text)


def _data(text: str) -> bytes:
    content = text.encode()
    return b"data %d\n%b\n" % (len(content), content)


def _import(folder: Path, commands: Iterable[bytes]) -> None:
    """Have git do what git-fast-import(1) reads."""
    arguments = ("fast-import", "--quiet", "--done", "--depth=0")
    process = subprocess.Popen(
        ["git", *_PLAIN, *arguments],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    with suppress(BrokenPipeError):  # then git says why it listens no more
        cast("IO[bytes]", process.stdin).writelines(commands)
    _, said = process.communicate()
    if process.returncode != 0:
        raise GitError(f"git failed: {said.decode(errors='replace').strip()}")


def unbundle(bundle: Path) -> None:
    """Put a bundle's objects into the repository that git, our caller, named."""
    subprocess.run(
        ["git", "bundle", "unbundle", str(bundle)],
        check=True,
        stdout=subprocess.DEVNULL,
    )


# Releasing a blueprint

_SAME = {
    **{f"GIT_{role}_{field}": who for field, who in _NOBODY.items() for role in _ROLES},
    **{f"GIT_{role}_DATE": "2026-01-01T00:00:00Z" for role in _ROLES},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}
"""Who and when: the same files make the same bundle, whoever makes it."""


def append(
    bundle: Path, version: str, folder: Path, name: str, *, again: bool = False
) -> None:
    """Append a folder's files to a bundle as a commit with the version's tag.

    A version never changes; `again` rewrites the newest one while nobody has it yet.
    """
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        repository = Path(scratch)
        _same(repository, "init", "--quiet", "--bare", "--initial-branch=main")
        if bundle.exists():
            everything = "+refs/*:refs/*"
            _same(repository, "fetch", "--quiet", str(bundle), everything)
        parent = _newest_of(repository, version, again=again)
        adding = ("add", "--all", "--force", ".")
        _same(repository, f"--work-tree={folder}", *adding)
        tree = _same(repository, "write-tree")
        message = ("-m", f"{name} {version}")
        commit = _same(repository, "commit-tree", tree, *parent, *message)
        _same(repository, "update-ref", "refs/heads/main", commit)
        _same(repository, "update-ref", f"refs/tags/{version}", commit)
        bundle.parent.mkdir(parents=True, exist_ok=True)
        packing = ("-c", "pack.threads=1")
        refs = ("HEAD", "--branches", "--tags")
        _same(repository, *packing, "bundle", "create", "-q", str(bundle), *refs)


def _newest_of(repository: Path, version: str, *, again: bool) -> list[str]:
    """Return the arguments that put a new commit after the newest version."""
    tags = _same(repository, "tag", "--sort=version:refname").split()
    if again and tags and tags[-1] == version:
        tags.pop()
    if version in tags:
        raise GitError(f"{version} is released; a released version never changes")
    return ["-p", f"refs/tags/{tags[-1]}"] if tags else []


def _same(repository: Path, *arguments: str) -> str:
    inside = {**_SAME, "GIT_DIR": str(repository)}
    return _say(repository, *arguments, environment=inside).strip()


def tag(folder: Path, version: str) -> None:
    """Give the commit that is checked out a plain tag."""
    _say(folder, "tag", "--no-sign", version)


def untracked(folder: Path) -> list[str]:
    """Return the files below a folder that git neither knows nor ignores, sorted."""
    said = _bytes(folder, "ls-files", "--others", "--exclude-standard", "-z")
    return sorted(said.decode(errors="surrogateescape").split("\0")[:-1])


# Reading a project


def work_tree(folder: Path) -> Path | None:
    """Return the top of the work tree that a folder is in, or None outside of any."""
    try:
        return Path(_path(folder, "--show-toplevel"))
    except GitError:
        return None


def metadata(folder: Path) -> Path:
    """Return git's own folder for the work tree: its index and whatever is under way."""
    return Path(_path(folder, "--absolute-git-dir"))


def head(folder: Path) -> str | None:
    """Return the commit that is checked out, or None before the first one."""
    return _ask(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two lines of work that are being brought together: three commits."""

    base: str
    ours: str
    theirs: str


def meeting(folder: Path) -> Meeting | None:
    """Return the merge, rebase or cherry-pick that is under way, or None."""
    ours = head(folder)
    for name in ("MERGE_HEAD", "REBASE_HEAD", "CHERRY_PICK_HEAD"):
        theirs = _ask(folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        if ours is None or theirs is None:
            continue
        if name == "MERGE_HEAD":
            base = _ask(folder, "merge-base", ours, theirs)
        else:
            base = _ask(folder, "rev-parse", "--verify", "--quiet", f"{theirs}^1")
        return Meeting(base, ours, theirs) if base else None
    return None


def tracked(folder: Path, commit: str) -> dict[str, Blob]:
    """Return the files of a commit below a folder, by their paths from there."""
    listed = _bytes(folder, "ls-tree", "-r", "-z", commit)
    files = {}
    for line in listed.decode(errors="surrogateescape").split("\0")[:-1]:
        about, _, path = line.partition("\t")
        mode, _, oid = about.split(" ")
        files[path] = Blob(mode, oid)
    return files


def changed(folder: Path) -> dict[str, str]:
    """Return what is tracked and not as committed below a folder, each with git's two letters."""
    said = _bytes(
        folder,
        "status",
        "--porcelain",
        "--no-renames",
        "--untracked-files=no",
        "-z",
        ".",
    )
    prefix = _path(folder, "--show-prefix")
    entries = said.decode(errors="surrogateescape").split("\0")[:-1]
    return {entry[3:].removeprefix(prefix): entry[:2] for entry in entries}


def unmerged(folder: Path) -> list[str]:
    """Return the paths below a folder that are in conflict, sorted."""
    said = _bytes(folder, "diff", "--name-only", "--diff-filter=U", "--relative", "-z")
    return sorted(set(said.decode(errors="surrogateescape").split("\0")[:-1]))


def contents(folder: Path, oids: Iterable[str]) -> dict[str, bytes]:
    """Return what stands in objects, by their names."""
    wanted = list(dict.fromkeys(oids))
    if not wanted:
        return {}
    said = _bytes(folder, "cat-file", "--batch", given="\n".join(wanted).encode())
    found, position = {}, 0
    for oid in wanted:
        end = said.index(b"\n", position)
        size = int(said[position:end].rpartition(b" ")[2])
        found[oid] = said[end + 1 : end + 1 + size]
        position = end + size + 2
    return found


def read_files(folder: Path, paths: Iterable[str]) -> dict[str, bytes]:
    """Return those files that are there, with the line ends that git would commit them with."""
    found = {path: folder / path for path in paths}
    raw = {path: file.read_bytes() for path, file in found.items() if file.is_file()}
    doubtful = [path for path, content in raw.items() if b"\r\n" in content]
    for path, name in zip(doubtful, _names(folder, doubtful), strict=True):
        plain = raw[path].replace(b"\r\n", b"\n")
        if object_name(plain, name) == name:
            raw[path] = plain
    return raw


def checked_out(folder: Path, files: Mapping[str, Blob]) -> dict[str, bytes]:
    """Return files as git would write them into the folder, with the line ends of there."""
    top, prefix = work_tree(folder) or folder, _path(folder, "--show-prefix")
    text = "".join(f"{b.mode} {b.oid}\t{prefix}{path}\0" for path, b in files.items())
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as name:
        index = {"GIT_INDEX_FILE": str(Path(name, "index"))}
        listed = text.encode(errors="surrogateescape")
        adding = ("update-index", "--add", "-z", "--index-info")
        _bytes(top, *adding, given=listed, environment=index)
        writing = ("checkout-index", "--all", f"--prefix={name}/")
        _bytes(top, *writing, environment=index)
        return {path: Path(name, prefix + path).read_bytes() for path in files}


def object_name(content: bytes, like: str) -> str:
    """Return the name that git gives a content, in the form of another object's name."""
    kind = hashlib.sha1 if len(like) == 40 else hashlib.sha256
    return kind(b"blob %d\0" % len(content) + content).hexdigest()


def staged(folder: Path) -> dict[str, Blob]:
    """Return the settled files of the index below a folder."""
    found: dict[str, Blob] = {}
    said = _bytes(folder, "ls-files", "--stage", "-z", ".")
    for line in said.decode(errors="surrogateescape").split("\0")[:-1]:
        about, _, path = line.partition("\t")
        mode, oid, number = about.split(" ")
        if number == "0":
            found[path] = Blob(mode, oid)
    return found


# Changing a project


def keep(folder: Path, contents: Sequence[bytes]) -> list[str]:
    """Put contents into the repository as objects, and return their names in order."""
    if not contents:
        return []
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as name:
        paths = [Path(name, str(number)) for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        listed = "\n".join(map(str, paths)).encode()
        storing = ("hash-object", "-w", "--no-filters", "--stdin-paths")
        return _bytes(folder, *_PLAIN, *storing, given=listed).decode().split()


def stage(folder: Path, entries: Mapping[str, Mapping[int, Blob]]) -> None:
    """Make the index say what is given for each path, by stage; nothing takes it out.

    Stage 0 is a file that is settled; 1, 2 and 3 are the sides of a conflict.
    """
    prefix = _path(folder, "--show-prefix")
    nothing = "0" * len(head(folder) or "0" * 40)
    lines: list[str] = []
    for path, sides in entries.items():
        lines.append(f"0 {nothing}\t{prefix}{path}")
        lines += [f"{b.mode} {b.oid} {n}\t{prefix}{path}" for n, b in sides.items()]
    text = "".join(f"{line}\0" for line in lines).encode(errors="surrogateescape")
    top = work_tree(folder) or folder
    _bytes(top, "update-index", "-z", "--index-info", given=text)
    _ask(top, "update-index", "--refresh", "-q")


def stage_file(folder: Path, path: str) -> None:
    """Make the index say of a file what stands in the folder."""
    _bytes(folder, "add", "--force", "--", path)


def keep_files(folder: Path, paths: Sequence[str]) -> list[Blob]:
    """Put files into the repository as `git add` would, and return their objects in order."""
    links = {path for path in paths if (folder / path).is_symlink()}
    plain = [path for path in paths if path not in links]
    names = iter(_names(folder, plain, "-w"))
    return [
        (
            Blob(LINK_MODE, keep(folder, [os.fsencode((folder / path).readlink())])[0])
            if path in links
            else Blob(_mode(folder / path), next(names))
        )
        for path in paths
    ]


def _names(folder: Path, paths: Sequence[str], *options: str) -> list[str]:
    """Return the names of the objects that `git add` would make of files, in order."""
    if not paths:
        return []
    prefix = _path(folder, "--show-prefix")
    listed = "".join(f"{_quoted(prefix + path)}\n" for path in paths)
    hashing = ("hash-object", *options, "--stdin-paths")
    given = listed.encode(errors="surrogateescape")
    return _bytes(work_tree(folder) or folder, *hashing, given=given).decode().split()


def _mode(path: Path) -> str:
    return EXECUTABLE_MODE if path.stat().st_mode & 0o100 else PLAIN_MODE


def _quoted(path: str) -> str:
    """Return a path as git reads it where one stands on a line."""
    if not path.startswith('"') and "\n" not in path:
        return path
    for plain, escaped in (("\\", r"\\"), ('"', r"\""), ("\n", r"\n")):
        path = path.replace(plain, escaped)
    return f'"{path}"'


def save_aside(folder: Path, message: str) -> str | None:
    """Keep the work tree's state as a commit that nothing points to; None where it is clean."""
    return _say(folder, "stash", "create", message).strip() or None


def merged(
    ours: bytes, base: bytes, theirs: bytes, labels: tuple[str, str, str]
) -> Merged:
    """Merge two changes of one file: its text, with markers around what is in conflict.

    What is no text stays as it is on our side, in conflict, as git itself has it.
    """
    if any(b"\0" in side for side in (ours, base, theirs)):
        return Merged(ours, conflicts=1)
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as name:
        folder = Path(name)
        for side, content in (("ours", ours), ("base", base), ("theirs", theirs)):
            (folder / side).write_bytes(content)
        named = [word for label in labels for word in ("-L", label)]
        process = subprocess.run(
            ["git", "merge-file", "-p", "-q", *named, "ours", "base", "theirs"],
            cwd=folder,
            env=_environment() | {"GIT_CEILING_DIRECTORIES": str(folder.parent)},
            capture_output=True,
            check=False,
        )
    if process.returncode > _MOST_CONFLICTS:
        raise GitError(f"git failed: {process.stderr.decode(errors='replace').strip()}")
    return Merged(process.stdout, conflicts=process.returncode)


# Reading a blueprint's repository

# An address may come from a file that somebody else wrote: it starts no program, and nobody
# is asked for a password where nobody can answer.
_FETCHING = (
    *("-c", "protocol.ext.allow=never"),
    *("-c", "protocol.fd.allow=never"),
    *("-c", "core.fsmonitor=false"),
)


def versions(source: str) -> list[str]:
    """Return the tags of a repository, wherever it is."""
    asked = ("ls-remote", "--tags", "--refs", "--", source)
    said = _say(Path.cwd(), *_FETCHING, *asked, environment=_unasked())
    return [line.rpartition("refs/tags/")[2] for line in said.splitlines()]


def clone(source: str, folder: Path) -> None:
    """Make a folder a bare copy of a repository, with all its branches and tags."""
    asked = ("clone", "--quiet", "--bare", "--template=", "--", source, str(folder))
    _say(Path.cwd(), *_FETCHING, *asked, environment=_unasked())


def tags(repository: Path) -> list[str]:
    """Return the tags of a repository that is here."""
    return _say(repository, "tag", "--list").split()


def commit_of(repository: Path, version: str) -> str | None:
    """Return the commit that a tag, a branch or a part of a commit's name stands for.

    The version is given to git as a text, never as an argument: it can't be an option.
    """
    if any(not character.isprintable() for character in version):
        return None
    asked = ("cat-file", "--batch-check=%(objectname)")
    given = f"{version}^{{commit}}\n".encode()
    said = _bytes(repository, *asked, given=given).decode().strip()
    return said if re.fullmatch("[0-9a-f]{40,64}", said) else None


def described(repository: Path, commit: str) -> str:
    """Return what a commit is called: its tag, or the nearest one and how far it is."""
    return _say(repository, "describe", "--tags", "--always", commit).strip()


def is_repository(folder: Path) -> bool:
    """Progress whether a folder is the top of a work tree, or a bundle of a repository."""
    if folder.is_file():
        return _ask(Path.cwd(), "bundle", "list-heads", str(folder)) is not None
    top = work_tree(folder)
    return top is not None and top.resolve() == folder.resolve()


def unpack(repository: Path, commit: str, folder: Path) -> None:
    """Write the files of a commit into a new folder: no links, and nothing of git's own."""
    files = tracked(repository, commit)
    for path in files:
        parts = {each.casefold() for each in path.replace("\\", "/").split("/")}
        if parts & {"", ".", "..", ".git"}:
            raise GitError(f"git failed: {path!r} is not a path of a file")
    plain = {path: blob.oid for path, blob in files.items() if blob.mode[:3] == "100"}
    texts = contents(repository, plain.values())
    folder.mkdir(parents=True)
    for path, oid in plain.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(texts[oid])


def _unasked() -> dict[str, str]:
    """Return what keeps git from asking anybody, where nobody is at a terminal."""
    return {} if sys.stdin and sys.stdin.isatty() else {"GIT_TERMINAL_PROMPT": "0"}


def _identities(folder: Path) -> list[str]:
    """Return the author and the committer, with the moment: nobody's where git knows none."""
    nobody = _nobody(folder)
    return [
        _say(folder, "var", f"GIT_{role}_IDENT", environment=nobody).strip()
        for role in _ROLES
    ]


def _nobody(folder: Path) -> dict[str, str]:
    """Return what stands for an author where git knows none."""
    return {
        f"GIT_{role}_{field}": value
        for field, value in _NOBODY.items()
        if _ask(folder, "config", f"user.{field.lower()}") is None
        for role in _ROLES
        if f"GIT_{role}_{field}" not in os.environ
    }


def _ask(folder: Path, *arguments: str) -> str | None:
    """Return git's answer, or None where it has none or says no."""
    process = subprocess.run(
        ["git", *_UNHOOKED, *arguments],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return process.stdout.strip() if process.returncode == 0 else None


def _path(folder: Path, what: str) -> str:
    """Return a path that git knows, whatever letters are in it."""
    return os.fsdecode(_bytes(folder, "rev-parse", what)).removesuffix("\n")


def _say(
    folder: Path, *arguments: str, environment: Mapping[str, str] = MappingProxyType({})
) -> str:
    said = _bytes(folder, *arguments, environment=environment)
    return said.decode(errors="replace")


def _bytes(
    folder: Path,
    *arguments: str,
    given: bytes = b"",
    environment: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """Return git's answer to what it is given, or raise what it complains of."""
    process = subprocess.run(
        ["git", *_UNHOOKED, *arguments],
        cwd=folder,
        env={**_environment(), **environment},
        input=given,
        capture_output=True,
        check=False,
    )
    if process.returncode != 0:
        said = (process.stderr or process.stdout).decode(errors="replace")
        raise GitError(f"git failed: {said.strip()}")
    return process.stdout


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in os.environ if name not in _FOREIGN}
