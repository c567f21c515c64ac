"""Each `--fill` that is offered is one that can be used."""

from __future__ import annotations

from bd_scaffold import fills, impact, migrate, pipeline

_OLD = """name: fleet
entities:
  Depot:
    key: [region, no]
    fields: {region: string(9), no: integer}
  Driver:
    fields: {name: string(9), depot: Depot?}
"""
_NEW = _OLD.replace("Depot?", "Depot")


def test_a_relation_of_several_columns_is_filled_by_column() -> None:
    old = pipeline.build(pipeline.check(_OLD.encode(), "design.yaml"))
    design = pipeline.check(_NEW.encode(), "design.yaml")
    new = pipeline.build(design)
    found = tuple(impact.destructive_changes(migrate.operations(old, new)))
    lines = list(impact.allowance_lines(found))
    both = "--fill Driver.depot_region=VALUE --fill Driver.depot_no=VALUE"
    assert lines[1:] == [f"  or {both}, which gives these rows a value"]
    texts = ["Driver.depot_region=sql:'north'", "Driver.depot_no=sql:1"]
    given = fills.read(texts, design, old, new)
    filled = migrate.filled(migrate.operations(old, new), given)
    assert not tuple(impact.destructive_changes(filled))
