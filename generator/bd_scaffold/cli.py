"""The command `bd-scaffold`: arguments in, diagnostics out, and no logic.

Results go to the standard output, everything about mistakes and progress to the standard
error. The exit code is 0, 2 where the author has something to change, and 70 for a bug.
"""

from __future__ import annotations

import gc
import json
import os
import shlex
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bd_scaffold import __version__, pipeline
from bd_scaffold.diagnostics import Diagnostic

_AUTHOR = 2
_BUG = 70
_SHOWN = 12

app = typer.Typer(
    name="bd-scaffold",
    help="From a page of design to a backend that runs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def main() -> None:
    """Run the command line; whatever happens, end with a sentence and an exit code."""
    gc.disable()  # a run is short: looking for garbage costs more than it frees
    signal.signal(signal.SIGTERM, _stop)
    try:
        app(prog_name="bd-scaffold")
    except pipeline.MistakesError as error:
        _print_mistakes(error.mistakes)
        sys.exit(_AUTHOR)
    except pipeline.REFUSALS as error:
        _fail(f"bd-scaffold: {error}")
    except Exception as error:  # noqa: BLE001 - the one place where nothing may pass
        _confess(error)


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


@app.command()
def check(
    design: Annotated[Path, typer.Argument(help="The design's file.")],
    as_json: Json = False,
) -> None:
    """Report every mistake in a design."""
    with _mistakes_in_json(as_json):
        pipeline.check(pipeline.read(design), str(design))
    if as_json:
        _print_json({"diagnostics": []})
    else:
        typer.echo(f"{design}: no mistakes")


@app.command()
def create(
    destination: Annotated[Path, typer.Argument(metavar="DEST", help="A new folder.")],
    design: Annotated[
        Path | None, typer.Option("--design", help="The design to follow.")
    ] = None,
    example: Annotated[
        str | None, typer.Option("--example", help="Or one of the examples, by name.")
    ] = None,
    no_git: Annotated[
        bool, typer.Option("--no-git", help="Write the files alone, no repository.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Create a project that follows a design."""
    if (design is None) == (example is None):
        raise typer.BadParameter("give --design FILE or --example NAME")
    file = design or pipeline.example(example or "")
    with _mistakes_in_json(as_json):
        created = pipeline.create(
            pipeline.read(file),
            str(file),
            destination.resolve(),
            repository=not no_git,
            tell=_tell,
        )
    _tell("")
    if as_json:
        _print_json(asdict(created))
    else:
        _print_created(created, destination)


@app.command("compile")
def compile_(
    project: Annotated[Path, typer.Argument(help="The project's folder.")] = Path(),
) -> None:
    """Bring .bd/model.yaml up to design.yaml, so that `copier update` sees the change."""
    if pipeline.compile_design(project):
        typer.echo("wrote .bd/model.yaml; commit it, then run `copier update`")
    else:
        typer.echo(".bd/model.yaml is up to date")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a design, for editors."""
    _print_json(pipeline.schema())


@app.command()
def examples() -> None:
    """List the designs that come along, for `create --example`."""
    for name in pipeline.examples():
        typer.echo(name)


@contextmanager
def _mistakes_in_json(wanted: bool) -> Iterator[None]:
    """Print an author's mistakes as JSON where that is wanted."""
    try:
        yield
    except pipeline.MistakesError as error:
        if not wanted:
            raise
        _print_json({"diagnostics": [each.to_json() for each in error.mistakes]})
        raise typer.Exit(_AUTHOR) from error


def _print_created(created: pipeline.Created, destination: Path) -> None:
    served = created.entities
    operations = sum(len(entity.operations) for entity in served)
    typer.echo(
        f"Created {destination}: {_count(len(served), 'entity', 'entities')}, "
        f"{_count(operations, 'operation', 'operations')}, "
        f"{_count(created.files, 'file', 'files')}.\n"
    )
    width = max((len(entity.name) for entity in served[:_SHOWN]), default=0)
    for entity in served[:_SHOWN]:
        names = " ".join(entity.operations)
        typer.echo(f"  {entity.name:{width}}  {entity.path}  {names}")
    if len(served) > _SHOWN:
        typer.echo(f"  and {len(served) - _SHOWN} more")
    if created.enclosing:
        typer.echo(
            f"\nIt lies inside the repository {created.enclosing}, so it got none of its "
            "own; commit it there before you update it."
        )
    typer.echo(
        "\nNext:\n"
        f"  cd {shlex.quote(str(destination))}\n"
        "  uv sync\n"
        "  uv run alembic upgrade head\n"
        f"  uv run uvicorn --factory {created.package}.main:create_app\n"
        "\nThe API is then at http://127.0.0.1:8000/docs; `uv run pytest` runs its tests."
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def _print_mistakes(mistakes: tuple[Diagnostic, ...]) -> None:
    _tell("")
    for mistake in mistakes:
        typer.echo(_painted(mistake), err=True)
    typer.echo(_count(len(mistakes), "mistake", "mistakes"), err=True)


def _painted(mistake: Diagnostic) -> str:
    """Return the diagnostic's line, its code in red where colours are welcome."""
    line = str(mistake)
    if os.environ.get("NO_COLOR") or not sys.stderr.isatty():
        return line
    return line.replace(mistake.code, typer.style(mistake.code, fg="red"), 1)


def _tell(doing: str) -> None:
    """Show on a terminal what is being done, in one line that the next one replaces."""
    if sys.stderr.isatty():
        typer.echo(f"\r\x1b[K{doing and doing + ' …'}", err=True, nl=False)


def _stop(*_: object) -> NoReturn:
    """Turn a request to end into an exception, so that what was begun is undone."""
    sys.exit(128 + signal.SIGTERM)


def _fail(message: str) -> NoReturn:
    _tell("")
    typer.echo(message, err=True)
    sys.exit(_AUTHOR)


def _confess(error: Exception) -> NoReturn:
    """Say that the fault is ours, and where the details are."""
    _tell("")
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
