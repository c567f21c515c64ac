"""What teams do to a generated project, as functions over its tree.

Each is written in the names of a model, so that it can be done to a project of an older
design and to the fresh render of a newer one: the latter is what an update has to make.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from memory import File, Tree

from bd_scaffold.model.types import Entity, Model


@dataclass(frozen=True, slots=True)
class Site:
    """Where an edit is made: a tree, its model, and what the edited entities were called."""

    tree: Tree
    model: Model
    names: Sequence[str]

    @property
    def source(self) -> str:
        """The folder of the package."""
        return f"src/{self.model.project.package}"

    def entities(self) -> Iterator[Entity]:
        """Yield the edited entities, whatever they are called now."""
        for entity in self.model.entities:
            if entity.name in self.names or entity.was in self.names:
                yield entity


Edit = Callable[[Site], Tree]


def nothing(site: Site) -> Tree:
    """Nobody has edited anything."""
    return site.tree


def method(site: Site) -> Tree:
    """Each service has another method."""
    return _with(
        site.tree,
        {
            f"{each.directory}/service.py": _appended(
                site,
                f"{each.directory}/service.py",
                f"\n    async def mine(self, given: {each.name}) -> {each.name}:\n"
                '        """My own."""\n'
                "        return given\n",
            )
            for each in site.entities()
        },
    )


def rule(site: Site) -> Tree:
    """Each service has a rule of its own around `create`."""
    return _with(
        site.tree,
        {
            f"{each.directory}/service.py": _appended(
                site,
                f"{each.directory}/service.py",
                f"\n    async def create(self, data: {each.name}Create) -> {each.name}:\n"
                "        if await self.repository.count() > 99:\n"
                '            raise ValueError("enough of them")\n'
                "        made = await super().create(data)\n"
                f"        assert isinstance(made, {each.name})\n"
                "        return made\n",
            )
            for each in site.entities()
        },
    )


def router(site: Site) -> Tree:
    """Each entity has another router, which the API includes."""
    tree = dict(site.tree)
    loops = ""
    for each in site.entities():
        module = each.directory.removeprefix("src/").replace("/", ".")
        tree[f"{each.directory}/mine.py"] = File(
            (
                '"""My own."""\n\nfrom fastapi import APIRouter\n\n'
                f"from {module}.dependencies import {each.name}ServiceDep\n"
                f"from {site.model.project.package}.models import {each.name}\n\n"
                f"from .service import {each.name}Service\n\n"
                "mine = APIRouter()\n\n\n"
                '@mine.get("/mine")\n'
                f"async def get_mine(service: {each.name}ServiceDep) -> str:\n"
                f"    return {each.name}Service.label + {each.name}.__name__\n"
            ).encode()
        )
        loops += (
            f"\n    from {module}.mine import mine\n\n    app.include_router(mine)\n"
        )
    api = f"{site.source}/api.py"
    return _with(tree, {api: _appended(site, api, loops)})


def property_(site: Site) -> Tree:
    """Each model has a property of its own, after everything else."""
    return _with(
        site.tree,
        {
            path: _appended(
                site,
                path,
                "\n    @property\n    def mine(self) -> str:\n"
                f'        return {each.name}.__tablename__ + "mine"\n',
            )
            for each, path in _models(site)
        },
    )


def column(site: Site) -> Tree:
    """Each model has a column of its own, after everything else."""
    return _with(
        site.tree,
        {
            path: _appended(
                site,
                path,
                "    mine: Mapped[int | None] = mapped_column(sa.Integer())\n",
            )
            for _, path in _models(site)
        },
    )


def inner_column(site: Site) -> Tree:
    """Each model has a column of its own, after the generated ones."""
    args = "\n    __table_args__ = "
    mine = "    mine: Mapped[int | None] = mapped_column(sa.Integer())\n"
    return _with(
        site.tree,
        {
            path: _text(site, path).replace(args, mine + args)
            for _, path in _models(site)
        },
    )


def revision(site: Site) -> Tree:
    """There is another migration."""
    path = "migrations/versions/0001a_mine.py"
    text = (
        'revision = "0001a"\ndown_revision = "0001"\n\n\ndef upgrade() -> None: ...\n'
    )
    return {**site.tree, path: File(text.encode())}


def moved(site: Site) -> Tree:
    """A file of the core lies elsewhere, and so does its test."""
    tree = dict(site.tree)
    for old, new in (
        ("core/http/health.py", "core/http/alive.py"),
        ("core/http/metrics.py", "gauges.py"),
    ):
        tree[f"{site.source}/{new}"] = tree.pop(f"{site.source}/{old}")
    return tree


def deleted(site: Site) -> Tree:
    """Some files are gone, each entity's tests among them."""
    gone = {
        "Dockerfile",
        *(f"{each.tests}/resource.py" for each in site.entities()),
    }
    return {path: file for path, file in site.tree.items() if path not in gone}


def requoted(site: Site) -> Tree:
    """Each service and its wiring have other quotes, and two spaces for an indent."""
    paths = [
        f"{each.directory}/{name}.py"
        for each in site.entities()
        for name in ("service", "dependencies", "repository")
    ]
    return _with(site.tree, {path: _requoted(_text(site, path)) for path in paths})


def recased(site: Site) -> Tree:
    """Each service has the line ends of Windows."""
    paths = [f"{each.directory}/service.py" for each in site.entities()]
    return _with(
        site.tree, {path: _text(site, path).replace("\n", "\r\n") for path in paths}
    )


EDITS: dict[str, Edit] = {
    "no edit": nothing,
    "service method": method,
    "business rule": rule,
    "own router": router,
    "model property": property_,
    "own column": column,
    "column among the columns": inner_column,
    "own revision": revision,
    "moved file": moved,
    "deleted file": deleted,
    "other quotes": requoted,
    "other line ends": recased,
}


def _models(site: Site) -> Iterator[tuple[Entity, str]]:
    for each in site.entities():
        yield each, f"{site.source}/models/{each.variable}.py"


def _requoted(text: str) -> str:
    return text.replace('"', "'").replace("    ", "  ")


def _text(site: Site, path: str) -> str:
    return site.tree[path].content.decode()


def _appended(site: Site, path: str, text: str) -> str:
    return _text(site, path) + text


def _with(tree: Tree, texts: dict[str, str]) -> Tree:
    return {
        **tree,
        **{
            path: tree[path]._replace(content=text.encode())
            for path, text in texts.items()
        },
    }
