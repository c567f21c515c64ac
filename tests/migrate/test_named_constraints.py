"""Constraints and indexes get other names, in both directions, and rows stay as they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from databases import Database
from drafts import entity, model_of
from journey import travel

from bd_scaffold import migrate
from bd_scaffold.difference import compare
from bd_scaffold.migrate.operations import RenameConstraint, RenameIndex

FIELDS = """\
code: string(10){unique}
rank: integer min(1) max(9){checks} = 1
kind: enum(a, b) = a{kind}
login: string(9)? not_blank trim lower{forms}
above: Product?{key}
twin: Product? one"""
USUAL = entity(
    FIELDS.format(unique=" unique", checks="", kind="", forms="", key=" index"),
    unique="[[code, rank]]",
    indexes="[[kind desc, rank], {fields: lower(code), unique: true}]",
    checks="[\"rank < 9 or kind = 'a'\"]",
)
NAMED = entity(
    FIELDS.format(
        unique="",
        checks=' constraint("CK least", "CK most")',
        kind=' constraint("CK Kind")',
        forms=' constraint("CK Blank", "CK Trim", "CK Lower")',
        key=' constraint("FK Above")',
    ),
    key_constraint="PK Product",
    unique="[{fields: [code, rank], constraint: UQ-2}, {fields: [code], constraint: UQ Code},"
    " {fields: [twin], constraint: UQ_Twin}]",
    indexes="[{fields: [kind desc, rank], name: IX Kind}, {fields: above, name: IX_Above},"
    " {fields: lower(code), unique: true, name: UX-Code}]",
    checks="[{rule: \"rank < 9 or kind = 'a'\", constraint: CK(rank)}]",
)
NUMBERED = entity("id: integer auto\nname: string(9)")
SOFT = entity("code: string(9) unique", traits="soft_delete")
LINKS = """\
entities:
  Tag: {{fields: {{name: string(9)}}}}
  Product: {{fields: {{name: text, tags: "Tag[]{}"}}}}
"""
CHANGES = {
    "named": (USUAL, NAMED),
    "back": (NAMED, USUAL),
    "numbered": (
        NUMBERED,
        entity("id: integer auto\nname: string(9)", key_constraint="PK"),
    ),
    "of_links": (
        model_of(LINKS.format("")),
        model_of(
            LINKS.format(" constraint('PK Links', 'FK Own', 'FK_Other', 'IX_Other')")
        ),
    ),
    "of_links_and_their_table": (
        model_of(LINKS.format(" constraint('PK Links')")),
        model_of(LINKS.format(" table('Own Links') constraint('PK', 'FK_Own')")),
    ),
    "in_scope": (
        SOFT,
        entity(
            "code: string(9)",
            traits="soft_delete",
            unique="[{fields: [code], constraint: UQ Code}]",
        ),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_rows_keep_their_values(empty: Callable[[], Database], change: str) -> None:
    travel(empty, *CHANGES[change])


def test_another_name_is_a_rename_and_nothing_else() -> None:
    found = migrate.operations(USUAL, NAMED)
    assert {type(each) for each in found} == {RenameConstraint, RenameIndex}
    assert {each.new.name for each in found if isinstance(each, RenameIndex)} == {
        *("IX Kind", "IX_Above", "UX-Code"),
    }


def test_each_name_is_told() -> None:
    told = [str(each).removeprefix("Product: ") for each in compare(USUAL, NAMED)]
    assert told == [
        "index on kind DESC and rank renamed from ix_products_kind_rank to IX Kind",
        "index on above renamed from ix_products_above_id to IX_Above",
        "unique index on lower(code) renamed from uq_products_lower_code to UX-Code",
        "check rank < 9 OR kind = 'a' renamed from rule_1 to CK(rank)",
        "primary key on id renamed from pk_products to PK Product",
        "unique on twin_id renamed from uq_products_twin_id to UQ_Twin",
        "unique on code and rank renamed from uq_products_code_rank to UQ-2",
        "unique on code renamed from uq_products_code to UQ Code",
        "check on rank renamed from ck_products_rank_min to CK least",
        "check on rank renamed from ck_products_rank_max to CK most",
        "check on kind renamed from ck_products_kind_values to CK Kind",
        "check on login renamed from ck_products_login_not_blank to CK Blank",
        "check on login renamed from ck_products_login_trim to CK Trim",
        "check on login renamed from ck_products_login_lower to CK Lower",
        "foreign key on above_id renamed from fk_products_above to FK Above",
    ]


def test_names_that_follow_a_table_are_not_told() -> None:
    [change] = compare(NUMBERED, entity("id: integer auto\nname: string(9)", table="T"))
    assert str(change) == "Product: table renamed from products to T"


def test_each_name_of_a_links_table_is_told() -> None:
    there, back = (
        [str(each).removeprefix("Product.tags: ") for each in compare(*pair)]
        for pair in (CHANGES["of_links"], CHANGES["of_links"][::-1])
    )
    assert there == [
        "constraint renamed from pk_product_tags to PK Links",
        "constraint renamed from fk_product_tags_owner to FK Own",
        "constraint renamed from fk_product_tags_item to FK_Other",
        "index renamed from ix_product_tags_tag_id to IX_Other",
    ]
    assert len(back) == len(there)
    found = migrate.operations(*CHANGES["of_links"])
    assert {type(each) for each in found} == {RenameConstraint, RenameIndex}
