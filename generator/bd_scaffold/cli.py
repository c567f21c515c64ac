"""The command `bd-scaffold`: arguments in, diagnostics out, and no logic.

Results go to the standard output, everything about mistakes and progress to the standard
error. The exit code is 0, 2 where the author has something to change, and 70 for a bug.
"""

from __future__ import annotations

import atexit
import gc
import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from bd_scaffold import __version__, outcome, pipeline
from bd_scaffold.names import counted, first_of
from bd_scaffold.terminal import print_json, print_lines, progress

if TYPE_CHECKING:
    from bd_scaffold.update import Plan

_UNRESOLVED = 1
_BEHIND = 3
_READY, _CONFLICTS, _REFUSED = 10, 11, 12
_SHOWN = 12


class _Commands(TyperGroup):
    """The commands; those for blueprint authors are imported only when used."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), "blueprint"]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name != "blueprint":
            return super().get_command(ctx, cmd_name)
        from bd_scaffold import blueprint_cli

        return typer.main.get_command(blueprint_cli.app)


app = typer.Typer(
    name="bd-scaffold",
    cls=_Commands,
    help="Generate a backend from a design, and keep the two in step.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def main() -> None:
    """Run the command line; every outcome ends in a message and an exit code."""
    gc.disable()  # a run is short: looking for garbage costs more than it frees
    atexit.register(gc.freeze)  # and at its end Python would look for it all the same
    with outcome.told():
        app(prog_name="bd-scaffold")


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


Folder = Annotated[
    Path, typer.Argument(metavar="PROJECT", help="The project's folder.")
]
Allow = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="Permit a destructive or breaking change, by its name in the plan.",
    ),
]
Version = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="VERSION",
        help="Blueprint version; defaults to the newest.",
    ),
]
From = Annotated[
    str | None,
    typer.Option(
        "--blueprint",
        metavar="ADDRESS",
        help="Blueprint: a git URL, a folder, or the name of an installed one.",
    ),
]
Data = Annotated[
    list[str] | None,
    typer.Option(
        "--data",
        metavar="NAME=VALUE",
        help="Answer to one of the blueprint's questions.",
    ),
]
Trust = Annotated[
    bool, typer.Option("--trust", help="Allow the blueprint to run its own code.")
]
DesignOnly = Annotated[
    bool,
    typer.Option("--design-only", help="Keep the current blueprint version."),
]


ExpandContract = Annotated[
    bool,
    typer.Option(
        "--expand-contract",
        help="Split the migration in two, so that old and new code can run side by side.",
    ),
]


@app.command()
def create(
    destination: Annotated[
        Path, typer.Argument(metavar="DEST", help="Folder to create.")
    ],
    design: Annotated[
        Path | None, typer.Option("--design", help="Path to the design.")
    ] = None,
    example: Annotated[
        str | None,
        typer.Option("--example", help="Name of a bundled example to use instead."),
    ] = None,
    blueprint: From = None,
    to: Version = None,
    data: Data = None,
    trust: Trust = False,
    no_git: Annotated[
        bool, typer.Option("--no-git", help="Do not create a git repository.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Create a project from a design."""
    if (design is None) == (example is None):
        raise typer.BadParameter("give --design FILE or --example NAME")
    file = design or pipeline.example(example or "")
    origin = pipeline.origin(blueprint, to, _saying(data, trust, ask=True))
    with _mistakes_in_json(as_json):
        created = pipeline.create(
            pipeline.read(file),
            str(file),
            destination.resolve(),
            repository=not no_git,
            progress=progress,
            origin=origin,
        )
    progress("")
    if as_json:
        print_json(asdict(created))
    else:
        _print_created(created, destination)


@app.command()
def check(
    design: Annotated[
        Path | None,
        typer.Argument(help="Path to the design, or -; defaults to design.yaml."),
    ] = None,
    project: Annotated[
        Path | None,
        typer.Option(help="Check whether a project is behind its design or blueprint."),
    ] = None,
    design_only: Annotated[
        bool,
        typer.Option(
            "--design-only",
            help="With --project: do not fail because of a newer blueprint.",
        ),
    ] = False,
    blueprint: From = None,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Report every mistake in a design, or how a project has drifted."""
    if project is not None:
        if design is not None:
            raise typer.BadParameter("give a design or --project, not both")
        _check_project(project.resolve(), design_only, trust, as_json)
        return
    file = design or Path("design.yaml")
    beside = Path() if file == pipeline.STANDARD_INPUT else file.parent
    origin = pipeline.origin(blueprint, None) if blueprint else None
    with _mistakes_in_json(as_json):
        text = pipeline.read(file)
        words = pipeline.words_for(origin or pipeline.origin_of(beside))
        pipeline.check(text, str(file), words)
    if as_json:
        print_json({"diagnostics": []})
    else:
        typer.echo(f"{file}: no mistakes")


def _check_project(folder: Path, design_only: bool, trust: bool, as_json: bool) -> None:
    from bd_scaffold import report, update

    with _mistakes_in_json(as_json):
        found = update.drifts(folder, design_only=design_only, trust=trust)
    if as_json:
        print_json({"drift": [asdict(each) for each in found]})
    else:
        print_lines(report.drift_lines(found))
        if not found:
            typer.echo(f"{folder}: up to date with its design and its blueprint")
    if any(each.blocking for each in found):
        raise typer.Exit(_BEHIND)


@app.command()
def plan(
    project: Folder = Path(),
    to: Version = None,
    blueprint: From = None,
    data: Data = None,
    trust: Trust = False,
    design_only: DesignOnly = False,
    allow: Allow = None,
    expand_contract: ExpandContract = False,
    exit_code: Annotated[
        bool,
        typer.Option(
            "--exit-code",
            help="Exit with 0 if there is nothing to do, 10 for a clean update, 11 for "
            "conflicts, 12 if something requires --allow.",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Show what `update` would do, without writing anything."""
    from bd_scaffold import report, update

    saying, allowed = _saying(data, trust), tuple(allow or ())
    options = update.UpdateOptions(
        to, blueprint, design_only, allowed, expand_contract, saying
    )
    with _mistakes_in_json(as_json):
        made = update.make(project.resolve(), options, progress)
    progress("")
    if as_json:
        print_json(report.plan_json(made))
    else:
        print_lines(report.plan_lines(made))
    if exit_code:
        raise typer.Exit(_verdict(made))


def _saying(
    data: list[str] | None, trust: bool, *, ask: bool = False
) -> pipeline.Saying:
    """Return what is said to a blueprint; somebody at a terminal can be asked for the rest."""
    pairs = [each.partition("=") for each in data or ()]
    if wrong := [name for name, equals, _ in pairs if not (name and equals)]:
        raise typer.BadParameter(f"--data takes NAME=VALUE, not {wrong[0]}")
    there = ask and sys.stdin.isatty() and sys.stderr.isatty()
    return pipeline.Saying({name: value for name, _, value in pairs}, there, trust)


def _verdict(made: Plan) -> int:
    if made.is_empty:
        return 0
    if made.wanting:
        return _REFUSED
    return _CONFLICTS if made.files.conflicts else _READY


@app.command("update")
def update_(
    project: Folder = Path(),
    to: Version = None,
    blueprint: From = None,
    data: Data = None,
    trust: Trust = False,
    design_only: DesignOnly = False,
    allow: Allow = None,
    expand_contract: ExpandContract = False,
    proceed: Annotated[
        bool, typer.Option("--continue", help="Finish after resolving conflicts.")
    ] = False,
    abort: Annotated[
        bool, typer.Option("--abort", help="Undo an update that is not committed.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Apply changes of the design and the blueprint, all or nothing."""
    from bd_scaffold import report, update

    folder = project.resolve()
    if proceed and abort:
        raise typer.BadParameter("give --continue or --abort, not both")
    with _mistakes_in_json(as_json), _telling_what_is_unfinished(folder):
        if abort:
            _print_abandoned(update.abandon(folder))
            return
        if proceed:
            done = update.proceed(folder, progress)
        else:
            saying, allowed = _saying(data, trust), tuple(allow or ())
            options = update.UpdateOptions(
                to, blueprint, design_only, allowed, expand_contract, saying
            )
            done = update.run(folder, options, progress, report.summary_lines)
    progress("")
    if as_json:
        print_json(asdict(done))
    else:
        print_lines(report.updated_lines(done))
    if done.conflicts:
        raise typer.Exit(_UNRESOLVED)


def _print_abandoned(kept: str | None) -> None:
    typer.echo("The project is as it was before the update.")
    if kept:
        typer.echo(f"What you had changed since is kept in commit {kept}.")


@app.command()
def diff(
    project: Folder = Path(),
    stat: Annotated[
        bool, typer.Option("--stat", help="List files without their differences.")
    ] = False,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Show manual changes to generated files."""
    from bd_scaffold import report, update

    found = update.edits(project.resolve(), trust=trust)
    if as_json:
        print_json({"edits": [asdict(each) for each in found]})
    else:
        print_lines(report.edit_lines(found, stat=stat))


@app.command("compile")
def compile_(
    project: Folder = Path(),
    allow: Allow = None,
    expand_contract: ExpandContract = False,
    blueprint: From = None,
    trust: Trust = False,
) -> None:
    """Compile a changed design for plain `copier update`."""
    from bd_scaffold import compiling, report

    origin = pipeline.origin(blueprint, None) if blueprint else None
    compiled = compiling.compile_design(
        project.resolve(),
        tuple(allow or ()),
        origin,
        expand_contract=expand_contract,
        trust=trust,
    )
    print_lines(report.compiled_lines(compiled))
    if compiled.conflicts:
        raise typer.Exit(_UNRESOLVED)


@app.command()
def schema(
    blueprint: From = None,
    model: Annotated[
        bool,
        typer.Option(
            "--model", help="Print the schema of the model that templates see."
        ),
    ] = False,
) -> None:
    """Print the JSON Schema of the design language."""
    if model:
        print_json(pipeline.model_schema())
        return
    origin = pipeline.origin(blueprint, None)
    print_json(pipeline.schema(pipeline.words_for(origin)))


@app.command()
def examples() -> None:
    """List the bundled example designs."""
    for name in pipeline.examples():
        typer.echo(name)


@contextmanager
def _telling_what_is_unfinished(project: Path) -> Iterator[None]:
    """Where an update is stopped halfway, say how it is finished or undone."""
    from bd_scaffold import update

    try:
        yield
    except outcome.Stopped as stopped:
        if update.is_under_way(project):
            stopped.add_note(
                "Stopped in the middle of an update: `bd-scaffold update --continue` "
                "finishes it, `bd-scaffold update --abort` undoes it."
            )
        raise


@contextmanager
def _mistakes_in_json(wanted: bool) -> Iterator[None]:
    """Print an author's mistakes as JSON where that is wanted."""
    try:
        yield
    except pipeline.MistakesError as error:
        if not wanted:
            raise
        print_json({"diagnostics": [each.to_json() for each in error.mistakes]})
        raise typer.Exit(outcome.AUTHOR) from error


def _print_created(created: pipeline.Created, destination: Path) -> None:
    served = created.entities
    operations = sum(len(entity.operations) for entity in served)
    typer.echo(
        f"Created {destination}: {counted(len(served), 'entity')}, "
        f"{counted(operations, 'operation')}, "
        f"{counted(created.files, 'file')}.\n"
    )
    shown, more = first_of(served, _SHOWN)
    width = max((len(entity.name) for entity in shown), default=0)
    for entity in shown:
        names = " ".join(entity.operations)
        typer.echo(f"  {entity.name:{width}}  {entity.path}  {names}")
    if more:
        typer.echo(f"  and {more} more")
    if created.enclosing:
        typer.echo(
            f"\nIt is inside the repository {created.enclosing}, so no new one was "
            "created; commit it there before updating it."
        )
        for path in created.at_root:
            typer.echo(
                f"{path} takes effect only at that repository's root: move it there, "
                f"and run its commands in {destination}."
            )
    if not created.version:
        typer.echo(
            f"\nIts blueprint {created.blueprint} is a folder without git, so the project can't "
            "be updated later: make it a repository, tag it, and create the project again."
        )
    typer.echo(
        "\nNext:\n"
        f"  cd {shlex.quote(str(destination))}\n"
        "  uv sync\n"
        "  uv run alembic upgrade head\n"
        f"  uv run uvicorn --factory {created.package}.main:create_app\n"
        "\nAPI documentation: http://127.0.0.1:8000/docs. Tests: `uv run pytest`."
    )
