"""Every name that is generated for a design is claimed in its scope, and there once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from bd_scaffold import model as models
from bd_scaffold import pipeline
from bd_scaffold.features import FEATURES, traits_of
from bd_scaffold.language import load
from bd_scaffold.model.types import Entity, Model
from bd_scaffold.names import IDENTIFIER_LIMIT
from bd_scaffold.operation import Operation
from bd_scaffold.resolve import resolve
from bd_scaffold.resolve.claim import Claim, Kind
from bd_scaffold.resolve.claims import LIST, scopes
from bd_scaffold.resolve.uniques import named
from corpus import schemas

ROOT = Path(__file__).parents[2]
DESIGNS = {
    **{
        path.stem: path.read_text(encoding="utf-8")
        for folder in ("examples/designs", "tests/designs")
        for path in sorted((ROOT / folder).glob("*.yaml"))
    },
    **schemas(),
}


@cache
def _model(design: str) -> Model:
    return models.build(pipeline.check(DESIGNS[design].encode(), "design.yaml"))


@cache
def _claims(design: str) -> tuple[tuple[Claim, ...], ...]:
    read = load(DESIGNS[design], "design.yaml", traits=traits_of(FEATURES)).design
    assert read is not None
    return tuple(tuple(scope) for scope in scopes(resolve(read)))


_OTHERS = (LIST, "the generated project", "Alembic")


def _claimed(design: str, *kinds: Kind) -> Counter[str]:
    """The names that the design's own things claim, as often as they do."""
    return Counter(
        claim.name
        for scope in _claims(design)
        for claim in scope
        if claim.kind in kinds and claim.owner not in _OTHERS
    )


def _custom(model: Model) -> list[Operation]:
    """Return the operations of a design's own."""
    found = [each for group in model.custom for each in group.operations]
    outcomes = (each.outcome for each in found if each.outcome is not None)
    return [*(each.operation for each in found), *outcomes]


def _added_operations(model: Model) -> Iterator[str]:
    """Yield the operations that capabilities bring along, beside those of entities."""
    for item in (model.components.paths or {}).values():
        yield from (
            each["operationId"] for each in item.values() if "operationId" in each
        )


@pytest.mark.parametrize("design", DESIGNS)
def test_what_one_scope_holds_is_claimed_as_often_as_it_is_generated(
    design: str,
) -> None:
    model = _model(design)
    generated: dict[tuple[Kind, ...], Iterable[str]] = {
        ("operation",): (
            *(o.id for e in model.entities for o in e.operations),
            *(o.id for o in _custom(model)),
            *_added_operations(model),
        ),
        ("route",): (
            f"{o.http.method.upper()} {re.sub('{[^}]*}', '{}', o.http.path)}"
            for o in (
                *(o for e in model.entities for o in e.operations),
                *_custom(model),
            )
        ),
        ("index",): _relations(model),
        ("table", "link table", "named table"): list(model.tables),
        ("module",): (name for e in model.entities for name in _modules(model, e)),
    }
    for kinds, names in generated.items():
        found = Counter(names)
        assert found == _claimed(design, *kinds), kinds
        assert max(found.values()) == 1, kinds


@pytest.mark.parametrize("design", DESIGNS)
def test_what_an_entity_has_is_claimed_as_often_as_it_is_generated(
    design: str,
) -> None:
    model = _model(design)
    generated: dict[Kind, Iterable[str]] = {
        "class": (
            *(each.class_name for each in model.entities),
            *(each.class_name for each in model.enums),
        ),
        "schema": (
            *(each.alias for e in model.entities for each in e.key),
            *(n.query for e in model.entities for n in e.nested if n.query),
        ),
        "finder": (f.name for e in model.entities for f in e.finders),
        "path parameter": (k.parameter for e in model.entities for k in e.key),
        "parameter": (f.name for e in model.entities for f in e.filters),
    }
    for kind, names in generated.items():
        assert Counter(names) - _claimed(design, kind) == Counter(), kind


@pytest.mark.parametrize("design", DESIGNS)
def test_every_check_and_column_of_a_table_is_claimed(design: str) -> None:
    model = _model(design)
    claims = [claim for scope in _claims(design) for claim in scope]
    kinds = ("column", "named column")
    columns = {claim.name for claim in claims if claim.kind in kinds}
    for entity in model.entities:
        table = model.tables[entity.table]
        checks = {
            named("ck", table.name, claim.name)
            for claim in claims
            if claim.kind == "check"
        }
        own = {claim.name for claim in claims if claim.kind == "constraint"}
        names = [each.name for each in table.constraints]
        assert len(names) == len(set(names))
        usual = [each for each in table.constraints if not each.own_name]
        assert {c.name for c in usual if c.kind == "check"} <= checks
        assert {c.name for c in table.constraints if c.own_name} <= own
        assert {each.name for each in table.columns} <= columns


@pytest.mark.parametrize("design", DESIGNS)
def test_no_name_in_the_database_is_cut_off(design: str) -> None:
    tables = _model(design).tables.values()
    names = {
        *(each.name for each in tables),
        *(each.name for table in tables for each in table.columns),
        *(each.name for table in tables for each in table.constraints),
        *(each.name for table in tables for each in table.indexes),
    }
    assert max(len(name.encode()) for name in names) <= IDENTIFIER_LIMIT


def _relations(model: Model) -> Iterable[str]:
    yield from model.tables
    for table in model.tables.values():
        yield from (
            each.name
            for each in table.constraints
            if each.kind in ("primary_key", "unique", "exclude")
        )
        yield from (each.name for each in table.indexes)


def _modules(model: Model, entity: Entity) -> Iterable[str]:
    yield entity.package.removeprefix(f"{model.project.package}.")
    yield f"models.{entity.variable}"
