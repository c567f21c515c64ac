"""What diagrams say of a design, as text: how the real Mermaid draws it is tried elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from bd_scaffold import pipeline
from bd_scaffold.documents.diagrams import diagrams_of, mermaid
from bd_scaffold.model.types import Diagram, Diagrams
from bd_scaffold.record import members

ROOT = Path(__file__).parents[2]
SHOP = ROOT / "examples/designs/shop.yaml"
FIFTY = Path(__file__).parent / "fifty.yaml"
LIBRARY = """
name: library
title: Library
security:
  authentication: {ways}
  roles: {{librarian: ["*"]}}
  defaults: {{read: public, write: librarian}}
enums: {{LoanStatus: [reserved, on hold, end]}}
entities:
  Book: {{fields: {{title: string(200), year: integer?}}}}
  Loan:
    fields: {{book: Book, status: LoanStatus = reserved readonly, days: integer}}
    transitions:
      hold: {{from: reserved, to: on hold, when: days > 3}}
      finish: {{from: [reserved, on hold], to: end}}
"""


def drawn(text: str | Path) -> Diagrams:
    given = text.read_bytes() if isinstance(text, Path) else text.encode()
    return diagrams_of(pipeline.derive(pipeline.check(given, "design.yaml")))


def lines(diagram: Diagram) -> list[str]:
    return [line.strip() for line in diagram.text.splitlines()]


def names(diagrams: tuple[Diagram, ...]) -> list[str]:
    return [each.name for each in diagrams]


def test_each_diagram_has_a_name_of_its_own_and_says_what_it_shows() -> None:
    for design in (SHOP, FIFTY):
        kinds = members(drawn(design)).values()
        found = [each for of_a_kind in kinds for each in of_a_kind]
        assert len({each.name for each in found}) == len(found)
        for each in found:
            assert f"accTitle: {mermaid.bare(each.title)}" in lines(each)
            assert f"accDescr: {mermaid.bare(each.description)}" in lines(each)
            assert each.description.endswith(".")
            assert len(each.text) < 20_000


def test_the_same_design_makes_the_same_diagrams() -> None:
    assert drawn(FIFTY) == drawn(FIFTY)


def test_entities_have_their_columns_and_lead_to_each_other() -> None:
    _, _, sales = drawn(SHOP).entities
    said = lines(sales)
    assert 'e3["Order"] {' in said
    assert "`string(20)` `number` UK" in said
    assert "`uuid?` `ship_to_id` FK" in said
    assert "`OrderStatus` `status`" in said
    assert 'e1 ||--o{ e3 : "customer"' in said
    assert 'e2 |o--o{ e3 : "ship_to"' in said
    assert 'e5 ||--o| e1 : "account"' in said  # one customer an account
    assert "Order to Customer" in sales.description


def test_many_to_many_needs_no_box_of_its_own() -> None:
    _, catalogue, _ = drawn(SHOP).entities
    assert 'e3 }o--o{ e2 : "tags"' in lines(catalogue)
    assert "product_tags" not in catalogue.text


def test_a_small_design_has_one_diagram_and_a_large_one_a_map_and_its_parts() -> None:
    ways = LIBRARY.format(ways="jwt")
    assert names(drawn(ways).entities) == ["entities-all"]
    large = drawn(FIFTY)
    assert large.entities[0].text.count("Employee") == 2  # in the map, and told of
    assert max(each.text.count("] {") for each in large.entities) <= 8
    of_areas = {
        each.partition("-")[2].partition("-")[0] for each in names(large.entities)[1:]
    }
    assert of_areas == {
        *("people", "catalogue", "suppliers", "customers"),
        *("sales", "warehouse", "shipping", "finance"),
    }


def test_every_entity_stands_with_its_columns_in_one_diagram() -> None:
    text = "\n".join(each.text for each in drawn(FIFTY).entities)
    assert text.count("] {") == 50


def test_states_lead_to_each_other_and_to_an_end() -> None:
    (states,) = drawn(LIBRARY.format(ways="jwt")).states
    assert lines(states)[3:] == [
        'state "reserved" as s1',
        'state "on hold" as s2',
        'state "end" as s3',
        "[*] --> s1",
        "s1 --> s2 : hold #91;days #62; 3#93;",
        "s1 --> s3 : finish",
        "s2 --> s3 : finish",
        "s3 --> [*]",
    ]


def test_a_transition_is_told_as_the_code_takes_it() -> None:
    found = {each.name: each for each in drawn(LIBRARY.format(ways="jwt")).transitions}
    assert [*found] == ["transition-loan-hold", "transition-loan-finish"]
    held = "\n".join(lines(found["transition-loan-hold"]))
    order = [
        "401 or 403",
        "404 or 403",
        "409 wrong_state",
        "409 not_allowed",
        "200 the loan",
    ]
    assert sorted(order, key=held.index) == order
    assert "409 not_allowed" not in found["transition-loan-finish"].text


@pytest.mark.parametrize(
    ("ways", "expected"),
    [
        ("jwt", ["signing-in-password", "signing-in-refresh"]),
        ("oidc", ["signing-in-issued-token"]),
        ("oidc\n  browser: true", ["signing-in-browser", "signing-in-issued-token"]),
        ("api_keys", ["signing-in-api-key"]),
    ],
)
def test_each_way_to_sign_in_has_its_sequence(ways: str, expected: list[str]) -> None:
    assert names(drawn(LIBRARY.format(ways=ways)).signing_in) == expected


def test_where_nobody_signs_in_nothing_is_said_of_it() -> None:
    found = drawn("name: a\nentities: {Note: {fields: {text: text}}}\n")
    assert found.signing_in == ()
    assert found.roadmap == ()
    assert "HTTPS, without signing in" in found.context[0].text


def test_areas_need_each_other() -> None:
    (rows,) = drawn(SHOP).across
    assert rows.title == "How sales refers to catalogue"
    assert "client->>source: POST /api/v1/order-lines" in lines(rows)
    asked = [each for each in drawn(FIFTY).across if each.name.endswith("-asked")]
    titles = [each.title for each in asked]
    assert titles == ["How sales asks customers", "How shipping asks sales"]


def test_phases_wait_for_each_other() -> None:
    road = """
roadmap:
  phases:
    - {name: First; end, starts: 2027-01-11, ends: 2027-03-31, milestones: [Seen]}
    - {name: Second, after: First; end}
"""
    (roadmap,) = drawn(LIBRARY.format(ways="jwt") + road).roadmap
    said = lines(roadmap)
    assert 'p1["First#59; end' in said
    assert "2027-01-11 to 2027-03-31" in said
    assert '◆ Seen"]' in said
    assert "p1 --> p2" in said
    assert "Second comes after First; end." in roadmap.description


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("order_line", "order_line"),
        ("_order_", "#95;order#95;"),  # which Markdown would take for emphasis
        ('a "b" <c> #d; %e', "a #34;b#34; #60;c#62; #35;d#59; #37;e"),
        ("direction TB", "#100;irection TB"),  # which no quotes keep from being one
        ("Direction", "#68;irection"),
        ("two\nlines\tof it", "two lines of it"),
        ("grün 日本", "grün 日本"),
        ("ﬂ°°35¶ß", "fl°°35¶#8203;ß"),  # as Mermaid writes a number meanwhile
        ("a\u202eb", "a b"),
    ],
)
def test_what_mermaid_would_act_on_is_written_as_a_number(
    said: str, written: str
) -> None:
    assert mermaid.bare(said) == written


def test_long_names_may_be_broken_where_they_are_put_together() -> None:
    said = "TheAgreementThatSomebodySigned"
    apart = "The#8203;Agreement#8203;That#8203;Somebody#8203;Signed"
    assert mermaid.breakable(said) == apart
    assert mermaid.breakable("OrderLine") == "OrderLine"
    assert mermaid.wrapped("POST /orders/{order_id}/place", 20) == (
        "POST /orders/<br/>#123;order_id#125;/place"
    )


def test_a_long_text_keeps_its_two_ends() -> None:
    short = mermaid.shortened("an_extraordinarily_long_name_of_a_column", 20)
    assert short == "an_extraordin…column"
    assert len(short) == 20
    assert mermaid.shortened("short", 20) == "short"
