"""The database page: tables, how large they become, and what follows from that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..language.design import Design
from ..language.quantities import rounded, size
from ..language.volume import Volume, rows
from ..model.types import Model
from ..model.types.figures import Advice, DatabasePage, Figure, IndexTold, SizeTold
from ..resolve.unserved import unserved
from .formulas import IN_A_FILE, ON_PAGES
from .growth import growth_of
from .kept import kept_told
from .section import Section, Told
from .sizes import YEARS, Bytes, Expected, IndexSize, TableSize, sizes_of, together
from .sqlite_sizes import sqlite_sizes_of
from .tables import references_told, tables_told

_ENGINES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
_LARGE = 8 * 1024**3
"""Bytes that the memory of most servers holds: a choice."""

_KINDS = {"btree": "B-tree", "gin": "GIN", "gist": "GiST", "brin": "BRIN"}

_UNKNOWN = {
    "gin": "has an entry for each different value inside of the column, and the design states no "
    "number of them",
    "gist": "how full its pages are depends on which values are near each other",
    "brin": "has an entry for each 128 pages of the table: some kilobytes",
    "hash": "doubles its buckets by the distribution of its values",
}
"""Why the size of an index is not estimated, by its method."""


def expected_of(design: Design) -> dict[str, Expected]:
    """Return what a design says of the rows of each entity."""
    return {
        name: _expected(each)
        for name, each in design.requirements.quality.volume.items()
    }


def _expected(said: Volume) -> Expected:
    growth = growth_of(said.growth) if said.growth else None
    return Expected(rows(said.rows), growth, said.bytes)


def page(told: Told) -> DatabasePage:
    """Return what the page says of a design's database."""
    expected = expected_of(told.design)
    on_postgresql = told.model.database.postgresql
    sizes = tuple(
        (sizes_of if on_postgresql else sqlite_sizes_of)(told.model, expected)
    )
    known = [each for each in sizes if each.expected is not None]
    unknown = [each for each in sizes if each.expected is None]
    return DatabasePage(
        engine=_ENGINES[told.model.database.engine],
        tables=tuple(tables_told(told.model)),
        references=tuple(references_told(told.model)),
        sizes=tuple(_sizes(known)),
        index_sizes=tuple(_index(i) for each in known for i in each.indexes),
        growth=tuple(_growth(told.design)),
        grows=any(each.growth for each in expected.values()),
        widths=tuple(_width(each) for each in unknown),
        formulas=(ON_PAGES if on_postgresql else IN_A_FILE) if known else (),
        unserved=tuple(_unserved(told)),
        partitions=tuple(_partitions(told.model, known)) if on_postgresql else (),
        kept=tuple(kept_told(told)),
    )


def _sizes(known: Sequence[TableSize]) -> Iterator[SizeTold]:
    """Yield how large tables become, and at last all of them together."""
    for each in known:
        rows_ = (each.expected.rows, each.expected.later) if each.expected else (0, 0)
        row = f"{rounded(each.row.room)} bytes"
        yield _sized(each.name, rows_, each.data, each.index_data, row)
    if len(known) > 1:
        counts = [each.expected for each in known if each.expected]
        yield _sized(
            "total",
            (sum(e.rows for e in counts), sum(e.later for e in counts)),
            together(each.data for each in known),
            together(each.index_data for each in known),
        )


def _sized(
    name: str, counts: tuple[int, int], data: Bytes, indexes: Bytes, row: str = ""
) -> SizeTold:
    both = data + indexes
    return SizeTold(
        name=name,
        rows=f"{counts[0]:,}",
        rows_later=f"{counts[1]:,}",
        row=row,
        table=size(data.now),
        table_later=size(data.later),
        indexes=size(indexes.now),
        indexes_later=size(indexes.later),
        total=size(both.now),
        total_later=size(both.later),
    )


def _index(each: IndexSize) -> IndexTold:
    note = f"upper bound: only rows where {each.where}" if each.where else ""
    unknown = "not estimated"
    if each.size is None:
        note = _UNKNOWN.get(each.method, _UNKNOWN["gist"])
    return IndexTold(
        name=each.name,
        columns=", ".join(each.columns),
        kind=_KINDS.get(each.method, each.method),
        entry=f"{rounded(each.entry)} bytes" if each.entry else "",
        size=size(each.size.now) if each.size else unknown,
        later=size(each.size.later) if each.size else unknown,
        note=note,
    )


def _width(each: TableSize) -> IndexTold:
    return IndexTold(
        name=each.name,
        columns="",
        kind="",
        entry=rounded(sum(i.entry or 0 for i in each.indexes)),
        size=rounded(each.row.room),
        later="",
    )


def _growth(design: Design) -> Iterator[Figure]:
    for name, each in design.requirements.quality.volume.items():
        source = f"requirements.quality.volume.{name}"
        if each.growth is None:
            yield Figure(name, "none", f"`{source}` states no `growth`")
            continue
        yield Figure(
            name, each.growth, f"`{source}.growth`", growth_of(each.growth).formula
        )


def _unserved(told: Told) -> Iterator[Advice]:
    for entity in told.resolved.entities.values():
        if found := [*unserved(told.resolved, entity)]:
            asked = ", ".join(f"`{each}`" for each in found)
            yield Advice(
                about=entity.name,
                reason=f"{asked}: no index starts with these columns in this order, so all "
                f"{entity.volume:,} rows are read.",
                way="Add one to `indexes`, with the columns queried together, or accept it.",
            )


def _partitions(model: Model, known: Iterable[TableSize]) -> Iterator[Advice]:
    """Yield which tables might be divided, and what stands against it."""
    unique: Mapping[str, list[str]] = {
        table.name: [c.name for c in table.constraints if c.kind == "unique"]
        + [i.name for i in table.indexes if i.unique]
        for table in model.tables.values()
    }
    referred = {
        c.target
        for table in model.tables.values()
        for c in table.constraints
        if c.kind == "foreign_key"
    }
    for each in known:
        if each.data.later < _LARGE:
            continue
        created = any(c.name == "created_at" for c in model.tables[each.name].columns)
        by = "by range of created_at" if created else "by hash of its key"
        against = ", ".join(unique[each.name])
        yield Advice(
            about=each.name,
            reason=f"{size(each.data.later)} in {YEARS} years: partition it {by} if the server "
            "has less memory than that (PostgreSQL 18, Table Partitioning).",
            way=_against(against, referred=each.name in referred),
        )


def _against(unique: str, *, referred: bool) -> str:
    keys = "The primary key has to include the partition column"
    if unique:
        keys += f", and so has each unique constraint: {unique}"
    if referred:
        return f"{keys}; tables that reference it need that column as well."
    return f"{keys}."


SECTION = Section(
    name="database",
    title="Database Design",
    file="database-design.md",
    summary="Tables, constraints, indexes, sizes, and the retention of rows.",
    facts=page,
)
