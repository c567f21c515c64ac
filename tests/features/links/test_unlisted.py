"""Keys that the rows of lists leave out: `Tag[] unlisted`."""

from __future__ import annotations

from functools import cache

from bd_scaffold import contract, migrate, pipeline
from bd_scaffold.impact import impact_of
from bd_scaffold.model.types import Model

OLD = """\
name: shop
entities:
  Tag: {fields: {name: string(20)}}
  Product: {fields: {name: string(200), tags: "Tag[]", labels: "Tag[]"}}
"""
NEW = OLD.replace('tags: "Tag[]"', 'tags: "Tag[] unlisted"')


@cache
def model(design: str) -> Model:
    return pipeline.build(pipeline.check(design.encode(), "design.yaml"))


def _rendered(design: str) -> dict[str, str]:
    return dict(pipeline.render(design.encode(), model(design)))


def _shown(design: str, schema: str) -> set[str]:
    schemas = contract.generated(model(design))["components"]["schemas"]
    return {*schemas[schema]["properties"]} - {"created_at", "updated_at"}


def test_the_row_itself_shows_what_the_rows_of_lists_leave_out() -> None:
    assert _shown(NEW, "Product") == {"id", "name", "tag_ids", "label_ids"}
    assert _shown(NEW, "ProductListItem") == {"id", "name", "label_ids"}
    schemas = contract.generated(model(NEW))["components"]["schemas"]
    assert schemas["ProductPage"]["properties"]["data"]["items"] == {
        "$ref": "#/components/schemas/ProductListItem"
    }


def test_lists_do_not_load_it() -> None:
    text = _rendered(NEW)["src/shop/products/repository.py"]
    assert 'Link("tag_ids", "tags", Tag, "id", in_list=False)' in text
    assert 'Link("label_ids", "labels", Tag, "id")' in text


def test_a_design_without_it_has_nothing_of_it() -> None:
    made = {
        path: text
        for path, text in _rendered(OLD).items()
        if path.endswith((".py", "openapi.yaml"))
    }
    assert not any("in_list" in text or "ListItem" in text for text in made.values())


def test_taking_it_out_of_lists_breaks_clients_and_no_rows() -> None:
    old, new = model(OLD), model(NEW)
    found = impact_of(old, old, new)
    assert [str(each) for each in found.changes] == ["Product.tags: unlisted added"]
    assert [each.name for each in found.allowances] == ["break:Product.tag_ids"]
    assert migrate.operations(old, new) == ()
    back = impact_of(new, new, old)
    assert back.allowances == ()
