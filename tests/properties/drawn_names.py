"""Names that a design says itself, of tables, columns and paths, as drawn designs have them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from bd_scaffold.language.scalars import TYPES

_BOOLEANS = st.booleans()

AWKWARD_COLUMNS = (
    *(
        "Unit Price",
        "order",
        "Größe",
        "a-b",
        "Weight (kg)",
        "select",
        "X$",
        "1st",
        "No#",
    ),
    *("UPPER", "Q&A", "é" * 31),
)
AWKWARD_TABLES = ("Order Details", "order", "user", "T-1", "Ä", "select", "Groups")


_CALLED = st.sampled_from(
    (
        *({},) * 4,
        {"path": "staff-members"},
        {"plural": "people"},
        {"plural": "class", "path": "API_2"},
    )
)
"""What some entities are called in paths; two that would be called alike make no design."""


def name_apart(draw: DrawFn, entity: dict[str, Any]) -> None:
    """Give an entity, its table and some of its columns names of their own, or others."""
    if draw(st.integers(0, 3)) == 0:
        entity["table"] = draw(st.sampled_from(AWKWARD_TABLES))
    entity |= draw(_CALLED)
    _name_constraints(draw, entity)
    plain = [
        name
        for name, line in entity["fields"].items()
        if str(line).partition("(")[0].rstrip("?[]").split(" ")[0] in TYPES
        and "column(" not in line
    ]
    most = len(plain) if draw(_BOOLEANS) else 0
    for name, column in zip(plain[:most], draw(_COLUMNS), strict=False):
        entity["fields"][name] = _with_column(str(entity["fields"][name]), column)


def _name_constraints(draw: DrawFn, entity: dict[str, Any]) -> None:
    """Name some constraints and indexes, after a field lest two tables have one name."""
    if draw(st.integers(0, 3)):
        return
    about = next(iter(entity["fields"]))[:40]
    entity["key_constraint"] = f"PK {about}"
    if isinstance(next(iter(entity.get("unique", ())), None), list):
        group = {"fields": entity["unique"][0], "constraint": f"UQ({about})"}
        entity["unique"] = [group, *entity["unique"][1:]]
    for number, index in enumerate(entity.get("indexes", ())):
        if isinstance(index, dict):
            index["name"] = f"IX-{about}-{number}"


_COLUMNS = st.lists(st.sampled_from(AWKWARD_COLUMNS), max_size=2, unique=True)


def _with_column(line: str, column: str) -> str:
    """Return a field's line with a word, before the default that may end it."""
    head, equals, default = line.partition(" = ")
    return f'{head} column("{column}"){equals}{default}'
