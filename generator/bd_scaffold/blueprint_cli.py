"""The commands of `bd-scaffold blueprint`: arguments in, lines out, and no logic.

They are for whoever makes a blueprint, so that `cli` imports them only when one is asked for.
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
    help="Make a blueprint of your own, and keep it beside its base.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Folder = Annotated[
    Path,
    typer.Option("--in", metavar="BLUEPRINT", help="The blueprint's folder; this one."),
]


@app.callback()
def _blueprint() -> None:
    """Keep the commands' names, however few there are."""


Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Its name, such as acme.")],
    destination: Annotated[
        Path | None,
        typer.Argument(metavar="[DEST]", help="A new folder; NAME if not given."),
    ] = None,
    extends: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS", help="Its base: a name, a git address or a folder."
        ),
    ] = "fastapi",
    at: Annotated[
        str | None,
        typer.Option(metavar="VERSION", help="The base's version; the newest one."),
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
        str, typer.Argument(help="An output, as its template or a project calls it.")
    ],
    folder: Folder = Path(),
    replace: Annotated[
        bool, typer.Option("--replace", help="Copy the base's template whole.")
    ] = False,
    extend: Annotated[
        bool,
        typer.Option("--extend", help="Fill seams of it: the default if it has any."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Start a file of yours that stands for one of the base's."""
    from bd_scaffold.authoring import lines
    from bd_scaffold.authoring import override as override_

    if replace and extend:
        raise typer.BadParameter("give --replace or --extend, not both")
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
        typer.Option(metavar="VERSION", help="The base's version; the newest one."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only ask: exit with 3 if there is a newer.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Bring a newer base in, and say what it means for your files."""
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
        bool, typer.Option("--upgrade", help="Take newer versions of everything.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Lock the dependencies of all projects anew, with uv."""
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
        typer.Argument(help="A new version: v1.2.0; none for a bundle only."),
    ] = None,
    folder: Folder = Path(),
    as_json: Json = False,
) -> None:
    """Tag a version, and bundle all of them for a package."""
    from bd_scaffold.authoring import lines
    from bd_scaffold.authoring import release as release_

    done = release_.release(folder.resolve(), version)
    if as_json:
        print_json(asdict(done))
    else:
        print_lines(lines.released_lines(done))


@app.command("list")
def list_(as_json: Json = False) -> None:
    """List the blueprints that this machine has, with their versions."""
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
            metavar="[ADDRESS]", help="A name, a git address or a folder; this one."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what a blueprint is made of, and what of it a team owns."""
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
            metavar="FILE[:LINE]", help="A project's file, or a line of it."
        ),
    ],
    project: Annotated[
        Path | None,
        typer.Argument(help="The project; the one around the file if not given."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--lines", help="Say it of every line of the file.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Say which template's line made a line of a project."""
    from bd_scaffold.authoring import where as places

    path, line = places.target(file)
    found = places.find(path, project)
    if as_json:
        print_json(places.json_of(found, line))
    else:
        print_lines(places.lines_of(found, line, every=every))


Blueprint = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="The blueprint; here if not given.")
]


@app.command()
def lint(folder: Blueprint = Path(), as_json: Json = False) -> None:
    """Say what is wrong with a blueprint, by reading it."""
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
        typer.Option(metavar="NAME", help="Only this design; all if not given."),
    ] = None,
    run: Annotated[
        bool,
        typer.Option(
            "--run",
            help="Install each project too, and run its types and tests: minutes.",
        ),
    ] = False,
    rewrite: Annotated[
        bool, typer.Option("--rewrite", help="Take what is made today for golden.")
    ] = False,
    at_least: Annotated[
        int,
        typer.Option(metavar="PERCENT", help="Fail where the designs reach less."),
    ] = 0,
    as_json: Json = False,
) -> None:
    """Try a blueprint with the gallery's designs and its own."""
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
