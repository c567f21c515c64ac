"""`bd-scaffold docs`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bd_scaffold import pipeline
from bd_scaffold.names import counted
from bd_scaffold.terminal import print_json, print_lines, progress

from .options import Folder, Json, command, mistakes_in_json

if TYPE_CHECKING:
    from bd_scaffold import site

app = command("docs")


@app.command()
def docs(
    html: Annotated[
        Path,
        typer.Option(
            "--html",
            metavar="DIR",
            help="Folder for the site: a new one, or that of an earlier run.",
        ),
    ],
    project: Folder = Path(),
    as_json: Json = False,
) -> None:
    """Write a project's documents, docs/**/*.md, as a static site that works offline."""
    from bd_scaffold import site

    folder = html.resolve()
    with mistakes_in_json(as_json):
        progress("Reading the documents")
        draft = site.draft(site.sources_of(project.resolve()))
        if draft.mistakes:
            raise pipeline.MistakesError(draft.mistakes)
    site.check_folder(folder)
    progress("Printing the pages")
    made = site.make(draft)
    site.write(made.files, folder)
    progress("")
    if as_json:
        print_json(_json(made, folder))
    else:
        print_lines(_lines(made, html))


def _json(made: site.Site, folder: Path) -> dict[str, object]:
    return {
        "destination": str(folder),
        "title": made.title,
        "pages": [asdict(each) for each in made.pages],
        "files": list(made.files),
        "assets": [asdict(each) for each in made.assets],
    }


def _lines(made: site.Site, folder: Path) -> list[str]:
    pages = counted(len(made.pages), "page")
    with_them = "".join(
        f" It has {each.name} {each.version} ({each.licence})." for each in made.assets
    )
    return [
        f"Wrote {pages} to {folder}.{with_them}",
        f"Open {folder / 'index.html'}: it needs no server and no network.",
    ]
