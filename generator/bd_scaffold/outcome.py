"""How a run ends: in a message and an exit code, whatever happened."""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer

from bd_scaffold import __version__, pipeline
from bd_scaffold.diagnostics import Diagnostic
from bd_scaffold.names import counted
from bd_scaffold.terminal import print_json, progress

AUTHOR = 2
"""The exit code where the author of the design or of the command has something to change."""

_BUG = 70

USAGE_ERROR: Any = typer.BadParameter.__base__
"""What Typer raises for a command line that it can't read; it exports only this child of it."""

_OF_THE_MACHINE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT}


class Stopped(SystemExit):
    """Somebody stopped the command; the exit code is the shell's for that signal."""


@contextmanager
def told() -> Iterator[None]:
    """Run a command; tell how it ended unless it did what it was asked for."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    try:
        yield
    except pipeline.MistakesError as error:
        _print_mistakes(error.mistakes)
        sys.exit(AUTHOR)
    except USAGE_ERROR as error:
        _misused(error)
    except Stopped as stopped:
        progress("")
        notes = getattr(stopped, "__notes__", ["Stopped; nothing was changed."])
        typer.echo("\n".join(notes), err=True)
        raise
    except Exception as error:  # noqa: BLE001 - the one place where nothing may pass
        if isinstance(error, _refusals()):
            _refuse(str(error))
        if isinstance(error, OSError) and _is_of_the_machine(error):
            _refuse(f"{error.filename}: {error.strerror}")
        _confess(error)


def _stop(number: int, _frame: object) -> NoReturn:
    """Turn a signal into an exception, so that unfinished work is rolled back."""
    raise Stopped(128 + number)


def _refusals() -> tuple[type[Exception], ...]:
    from bd_scaffold import site, update  # with all that they need, only where needed

    return (*update.REFUSALS, *site.REFUSALS)


def _misused(error: Any) -> NoReturn:
    """Say how a command is used, and in JSON what was wrong where that was asked for."""
    if "--json" in sys.argv:
        print_json({"error": error.format_message()})
    error.show()
    sys.exit(error.exit_code)


def _is_of_the_machine(error: OSError) -> bool:
    """Tell whether the machine has not let us: no permission, or no room."""
    return error.filename is not None and error.errno in _OF_THE_MACHINE


def _refuse(message: str) -> NoReturn:
    """Refuse in a sentence, and in JSON as well where that was asked for."""
    progress("")
    if "--json" in sys.argv:
        print_json({"error": message})
    typer.echo(f"bd-scaffold: {message}", err=True)
    sys.exit(AUTHOR)


def _print_mistakes(mistakes: tuple[Diagnostic, ...]) -> None:
    progress("")
    for mistake in mistakes:
        typer.echo(_painted(mistake), err=True)
    typer.echo(counted(len(mistakes), "mistake"), err=True)


def _painted(mistake: Diagnostic) -> str:
    """Return the diagnostic's line, its code in red where colours are welcome."""
    line = str(mistake)
    if os.environ.get("NO_COLOR") or not sys.stderr.isatty():
        return line
    return line.replace(mistake.code, typer.style(mistake.code, fg="red"), 1)


def _confess(error: Exception) -> NoReturn:
    """Report a bug of ours, and where its details are."""
    progress("")
    details = "".join(traceback.format_exception(error))
    typer.echo(f"this is a bug in bd-scaffold {__version__}: {error!r}", err=True)
    if os.environ.get("BD_SCAFFOLD_DEBUG"):
        typer.echo(details, err=True)
    else:
        with tempfile.NamedTemporaryFile(
            "w", prefix="bd-scaffold-", suffix=".log", delete=False, encoding="utf-8"
        ) as file:
            file.write(details)
        typer.echo(f"Please report it with the details in {file.name}", err=True)
    sys.exit(_BUG)
