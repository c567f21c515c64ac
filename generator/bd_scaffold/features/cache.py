"""`cache`: answers with an entity's rows are kept until a write lets go of them."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design, Entity
from ..language.finding import Finding
from ..language.sections import seconds
from ..operation import Operation
from .feature import Feature, Reasons, Usage
from .routes import Argument, Router
from .setting import Setting
from .tables import AddedTable, TableColumn
from .watching import Watched

KINDS = ("list", "get")
"""Operations of which answers are kept."""

_LONGEST = 86400
_NAME = 63


def is_wanted(design: Design) -> bool:
    """Return whether a design has answers kept."""
    return any(each.cache for each in design.entities.values())


def is_used(usage: Usage) -> bool:
    """Return whether answers with an entity's rows are kept."""
    return usage.written.cache is not None


def _rule(name: str, entity: Entity) -> Iterator[Finding]:
    """There are answers to keep, and none is kept for longer than a day."""
    if entity.cache is None:
        return
    path = ("entities", name, "cache")
    if not {*KINDS} & {*entity.operations}:
        message = f"Nobody reads {name}: there is no answer to keep."
        hint = "Add get or list to operations, or leave the word out."
        yield Finding(path, "BD995", message, hint)
    if seconds(entity.cache) > _LONGEST:
        message = f"{entity.cache} is longer than a day."
        hint = "Write 24h, or less: what is kept is what a change by hand may hide."
        yield Finding(path, "BD996", message, hint)


def _tables(_design: Design) -> Iterator[AddedTable]:
    """What is new whenever rows of a table were written: one row for each writer at a time."""
    yield AddedTable(
        "cache_generations",
        (
            TableColumn("id", "uuid", primary=True, default="uuid7"),
            TableColumn("name", "string", length=_NAME),
            TableColumn("token", "bigint"),
        ),
        indexes=(("name",),),
    )


def _dependencies(operation: Operation) -> Iterator[Argument]:
    if operation.kind in KINDS:
        yield Argument(
            "kept(CACHE)", (("core.http.cached", "kept"), (".cache", "CACHE"))
        )


def _watched(design: Design) -> Watched | None:
    from .watching import cache  # few designs ask for it

    return cache.watched(design)


FEATURE = Feature(
    name="cache",
    said="cache: 60s",
    summary="Answers with an entity's rows are kept until a write lets go of them.",
    reasons=Reasons(
        9122,
        "Answers are kept until a write commits",
        "The same rows are read far more often than they are written.",
        "A whole answer is kept for those who may see the same. Each write renews, in its own "
        "transaction, the generation of the tables that it touches; an answer is used only "
        "while the generations are those that it was made at.",
        "Each request that finds its answer asks the database one small question. A write "
        "lets go of every answer that its table is part of. What other programs write is seen "
        "when an answer expires.",
    ),
    used_by=is_used,
    wanted=is_wanted,
    rule=_rule,
    classes=("Cached", "CachedRoute", "CacheGeneration"),
    tables=_tables,
    mapped=(("models.cache_generations", "CacheGeneration"),),
    attributes={"__cache__": ("cache", "CACHE")},
    router=Router(
        route=("core.http.cached", "CachedRoute"), dependencies=_dependencies
    ),
    told=False,
    modules=("keeping",),
    settings=lambda _design: (Setting("CACHE_BYTES", memory=64),),
    watched=_watched,
)
