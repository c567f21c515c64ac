"""`seeds`: a database for development is filled with rows that look real."""

from __future__ import annotations

from ..language.design import Design
from .feature import Feature, in_designs


def _wanted(design: Design) -> bool:
    return design.database.seeds


FEATURE = Feature(
    name="seeds",
    said="seeds: true",
    summary="A database is filled with as many rows as are asked for, which look real.",
    used_by=in_designs(_wanted),
    wanted=_wanted,
    packages={
        "seeds": "the folder of the rows that fill the database",
        "mimesis": "a package that these rows are made with",
    },
    told=False,
    environment=True,
    commands=True,
)
