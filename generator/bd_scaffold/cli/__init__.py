"""The command `bd-scaffold`: arguments in, diagnostics out, and no logic.

Each command is a module of this package with the command's name, imported only when used.
Results go to the standard output, everything about mistakes and progress to the standard
error. The exit code is 0, 2 where the author has something to change, and 70 for a bug.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bd_scaffold import __version__, outcome

_COMMANDS = (
    *(
        "create",
        "check",
        "access",
        "plan",
        "update",
        "diff",
        "compile",
        "docs",
        "load",
        "schema",
        "examples",
    ),
    "blueprint",
)
"""In the order of the help."""


class _Commands(TyperGroup):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"{__name__}.{cmd_name}")
        return typer.main.get_command(module.app)


app = typer.Typer(
    name="bd-scaffold",
    cls=_Commands,
    help="Generate a backend from a design, and keep the two in step.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line; every outcome ends in a message and an exit code."""
    gc.disable()  # a run is short: looking for garbage costs more than it frees
    atexit.register(gc.freeze)  # and at its end Python would look for it all the same
    with outcome.told():
        sys.exit(app(prog_name="bd-scaffold", standalone_mode=False))


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"bd-scaffold {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Print the version."
        ),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Print the traceback of a bug.")
    ] = False,
) -> None:
    del version  # its callback has answered
    if debug:
        os.environ["BD_SCAFFOLD_DEBUG"] = "1"
