"""The commands of `bd-scaffold blueprint`: arguments in, lines out, and no logic.

They are for blueprint authors: everything that they need is in `authoring/`.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bd_scaffold.terminal import print_json, print_lines, progress

_UNRESOLVED = 1
_FAILED = 1
_AUTHOR = 2
_BEHIND = 3

app = typer.Typer(
    name="blueprint",
    help="Create and maintain a blueprint of your own.",
    no_args_is_help=True,
    add_completion=False,  # the whole command has it
    rich_markup_mode=None,
)

Folder = Annotated[
    Path,
    typer.Option(
        "--in",
        metavar="BLUEPRINT",
        help="Path to the blueprint; defaults to the current folder.",
    ),
]


@app.callback()
def _blueprint() -> None:
    """Keep the commands' names, however few there are."""


Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


@app.command()
def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Name of the blueprint, such as acme.")
    ],
    destination: Annotated[
        Path | None,
        typer.Argument(metavar="DEST", help="Folder to create; defaults to NAME."),
    ] = None,
    extends: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS", help="Base blueprint: a name, a git URL or a folder."
        ),
    ] = "fastapi",
    at: Annotated[
        str | None,
        typer.Option(
            metavar="VERSION", help="Version of the base; defaults to the newest."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Start a blueprint that extends another one."""
    from bd_scaffold.authoring import lines
    from bd_scaffold.authoring import new as new_

    folder = (destination or Path(name)).resolve()
    started = new_.start(name, folder, extends, at)
    if as_json:
        print_json(asdict(started))
    else:
        print_lines(lines.started_lines(started, destination or Path(name)))


@app.command()
def override(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="Output file, as named in the template or in a project.",
        ),
    ],
    folder: Folder = Path(),
    replace: Annotated[
        bool, typer.Option("--replace", help="Copy the base's template in full.")
    ] = False,
    extend: Annotated[
        bool,
        typer.Option(
            "--extend", help="Fill extension points; the default if there are any."
        ),
    ] = False,
    slot: Annotated[
        str | None,
        typer.Option("--slot", metavar="NAME", help="Fill a slot of the file."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Override one of the base's files, or fill its extension points."""
    from bd_scaffold.authoring import lines
    from bd_scaffold.authoring import override as override_

    if replace + extend + (slot is not None) > 1:
        raise typer.BadParameter("give one of --replace, --extend and --slot")
    if slot is not None:
        filled = override_.fill(folder.resolve(), file, slot)
        if as_json:
            print_json(asdict(filled))
        else:
            print_lines(lines.fill_lines(filled))
        return
    options = None if not (replace or extend) else extend
    started = override_.start(folder.resolve(), file, extend=options)
    if as_json:
        print_json(asdict(started))
    else:
        print_lines(lines.overlay_lines(started))


@app.command()
def upgrade(
    folder: Folder = Path(),
    to: Annotated[
        str | None,
        typer.Option(
            metavar="VERSION", help="Version of the base; defaults to the newest."
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Only check; exit with 3 if a newer base exists."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Upgrade the base, and report the effect on your own files."""
    from bd_scaffold.authoring import upgrade as upgrade_
    from bd_scaffold.authoring import upgrade_lines

    if check:
        found = upgrade_.behind(folder.resolve())
        if as_json:
            print_json({**asdict(found), "is_behind": found.is_behind})
        else:
            print_lines(upgrade_lines.behind_lines(found))
        raise typer.Exit(_BEHIND if found.is_behind else 0)
    done = upgrade_.run(folder.resolve(), to)
    if as_json:
        print_json(upgrade_lines.upgrade_json(done))
    else:
        print_lines(upgrade_lines.upgrade_lines(done))
    if not done.settled:
        raise typer.Exit(_UNRESOLVED)


@app.command()
def lock(
    folder: Folder = Path(),
    newer: Annotated[
        bool, typer.Option("--upgrade", help="Upgrade all dependencies.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Lock the dependencies of generated projects with uv."""
    from bd_scaffold.authoring import lines, locking

    locked = locking.lock(folder.resolve(), newer=newer)
    if as_json:
        print_json(asdict(locked))
    else:
        print_lines(lines.locked_lines(locked))


@app.command()
def release(
    version: Annotated[
        str | None,
        typer.Argument(
            metavar="VERSION",
            help="New version, such as v1.2.0; omit it to bundle existing tags only.",
        ),
    ] = None,
    folder: Folder = Path(),
    as_json: Json = False,
) -> None:
    """Tag a version, and bundle all versions for packaging."""
    from bd_scaffold.authoring import lines
    from bd_scaffold.authoring import release as release_

    done = release_.release(folder.resolve(), version)
    if as_json:
        print_json(asdict(done))
    else:
        print_lines(lines.released_lines(done))


@app.command("list")
def list_(as_json: Json = False) -> None:
    """List installed blueprints and their versions."""
    from bd_scaffold.authoring import listing, listing_lines

    found = listing.known()
    if as_json:
        print_json({"blueprints": [asdict(each) for each in found]})
    else:
        print_lines(listing_lines.known_lines(found))


@app.command()
def show(
    blueprint: Annotated[
        str | None,
        typer.Argument(
            metavar="ADDRESS",
            help="Name, git URL or folder; defaults to the current folder.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show a blueprint's layers, and how much of it the team owns."""
    from bd_scaffold.authoring import listing, listing_lines

    shown = listing.show(blueprint)
    if as_json:
        print_json(listing_lines.shown_json(shown))
    else:
        print_lines(listing_lines.shown_lines(shown))


@app.command()
def where(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE[:LINE]", help="File of a project, optionally with a line."
        ),
    ],
    project: Annotated[
        Path | None,
        typer.Argument(
            metavar="PROJECT",
            help="The project; defaults to the one that contains the file.",
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--lines", help="Report the origin of every line.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Find the template line behind a line of a project."""
    from bd_scaffold.authoring import where as places

    path, line = places.target(file)
    found = places.find(path, project)
    if as_json:
        print_json(places.json_of(found, line))
    else:
        print_lines(places.lines_of(found, line, every=every))


Blueprint = Annotated[
    Path,
    typer.Argument(
        metavar="FOLDER", help="Path to the blueprint; defaults to the current folder."
    ),
]


@app.command()
def lint(folder: Blueprint = Path(), as_json: Json = False) -> None:
    """Check a blueprint without rendering it."""
    from bd_scaffold.authoring import findings
    from bd_scaffold.authoring.lint import lint as find

    found = find(folder.resolve())
    if as_json:
        print_json({"findings": [each.to_json() for each in found]})
    else:
        print_lines(map(str, found))
        typer.echo(findings.summary(found), err=True)
    if any(each.severity == "error" for each in found):
        raise typer.Exit(_AUTHOR)


@app.command()
def test(
    folder: Blueprint = Path(),
    design: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this design; repeatable."),
    ] = None,
    run: Annotated[
        bool,
        typer.Option(
            "--run",
            help="Also install each project and run its type checks and tests (takes minutes).",
        ),
    ] = False,
    rewrite: Annotated[
        bool, typer.Option("--rewrite", help="Accept the current output as golden.")
    ] = False,
    at_least: Annotated[
        int,
        typer.Option(metavar="PERCENT", help="Fail below this template coverage."),
    ] = 0,
    as_json: Json = False,
) -> None:
    """Test a blueprint against the bundled designs and its own."""
    from bd_scaffold.authoring import gallery, verdict

    options = gallery.GalleryOptions(tuple(design or ()), run, rewrite)
    trial = gallery.run(folder.resolve(), options, progress)
    progress("")
    if as_json:
        print_json(verdict.trial_json(trial))
    else:
        print_lines(verdict.trial_lines(trial))
    if trial.failed or trial.coverage.percent < at_least:
        raise typer.Exit(_FAILED)
