"""Our command and Copier's in a fork of the process that tests, which has imported them.

Starting Python and importing them takes longer than most of what tests ask of them.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn


class Ended(NamedTuple):
    """How a command ended, and what it said on both of its streams."""

    code: int
    said: str


def _scaffold() -> None:
    from bd_scaffold.cli import main

    main()


def _copier() -> None:
    from compiled_once import copier
    from plumbum import local

    # They are those of the process that imported it.
    local.cwd.chdir(str(Path.cwd()))
    local.env.clear()
    local.env.update(os.environ)
    copier()


MAINS: Mapping[str, Callable[[], None]] = {"bd-scaffold": _scaffold, "copier": _copier}


def run(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Ended:
    """Run one of the two in a folder, where nobody is at a terminal."""
    for each in ("bd_scaffold.cli", "compiled_once"):
        importlib.import_module(each)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _become(command, folder, environment or os.environ, writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        said = stream.read()
    _, status = os.waitpid(child, 0)
    return Ended(os.waitstatus_to_exitcode(status), said)


def _become(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], output: int
) -> NoReturn:
    """Be the process of a command, to its end."""
    code = 70
    try:
        _set_up(command, folder, dict(environment), output)
        code = _code_of(MAINS[Path(command[0]).name])
        sys.stdout.flush()
    finally:
        os._exit(code)


def _set_up(
    command: Sequence[str], folder: Path, environment: dict[str, str], output: int
) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, stream in enumerate((nothing, output, output)):
        os.dup2(stream, number)
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False))
    for name, number in (("stdout", 1), ("stderr", 2)):
        stream = io.FileIO(number, "w", closefd=False)
        text = io.TextIOWrapper(stream, "utf-8", write_through=True)
        setattr(sys, name, text)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    installed = environment.get("PYTHONPATH", "")
    sys.path[:0] = [each for each in installed.split(os.pathsep) if each]
    importlib.invalidate_caches()
    sys.argv = [*command]


def _code_of(main: Callable[[], None]) -> int:
    """Return the code that a process would end with."""
    try:
        main()
    except SystemExit as error:
        if error.code is None or isinstance(error.code, int):
            return error.code or 0
        print(error.code, file=sys.stderr)
        return 1
    except BaseException:  # noqa: BLE001 - whatever it is, a process would print it
        traceback.print_exc()
        return 1
    return 0
