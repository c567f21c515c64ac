from __future__ import annotations

import pytest

from bd_scaffold.rules import review


def told(text: str) -> list[str]:
    _, diagnostics = review(f"name: shop\n{text}", "design.yaml")
    return [each.message for each in diagnostics]


@pytest.mark.parametrize("names", [("Order", "OrderPage"), ("OrderPage", "Order")])
def test_a_schemas_name_is_taken_in_whichever_order_entities_stand(
    names: tuple[str, str],
) -> None:
    entities = "".join(f"  {name}: {{fields: {{it: text}}}}\n" for name in names)
    [message] = told(f"entities:\n{entities}")
    assert message == (
        f'{names[1]}: "OrderPage" is also the name of a type of the entity {names[0]}.'
    )


PATHS = "entities:\n  Person: {{fields: {{it: text}}{}}}\n  Human: {{fields: {{it: text}}{}}}"


@pytest.mark.parametrize(
    "words",
    [
        (", path: humans", "", "Person.path", "/humans", "Human"),
        ("", ", plural: humanity, path: people", "Human.path", "/people", "Person"),
        (
            ", path: all",
            ", path: all, operations: [get]",
            "Human.path",
            "/all",
            "Person",
        ),
    ],
)
def test_a_path_leads_to_one_entity(words: tuple[str, ...]) -> None:
    first, second, place, path, owner = words
    assert told(PATHS.format(first, second)) == [
        f'{place}: Its path "{path}" is that of {owner}.'
    ]


def test_entities_with_tables_of_their_own_have_paths_of_their_own_too() -> None:
    [message] = told(PATHS.format("", ", plural: people, table: human"))
    assert message == 'Human: Its path "/people" is that of Person.'


def test_a_field_that_steps_aside_for_pydantic_meets_no_other() -> None:
    [message] = told("""
entities:
  Order: {fields: {field_model_dump_it: text, model_dump_it: text}}
""")
    assert message == (
        'Order.model_dump_it: "field_model_dump_it" would stand for it and for '
        "field_model_dump_it."
    )


def test_an_enum_that_steps_aside_for_python_meets_no_other() -> None:
    [message] = told("""
enums: {Exception: [a], ExceptionEntity: [a]}
entities: {Order: {fields: {it: Exception}}}
""")
    assert message == (
        "enums.Exception: Its class would be ExceptionEntity, like that of the enum "
        "ExceptionEntity."
    )


def test_a_check_is_not_named_like_that_of_a_relation_of_several_columns() -> None:
    [message] = told("""
entities:
  Place: {key: [row, shelf], fields: {row: integer, shelf: integer}}
  Box:
    fields: {place: Place?, size: integer}
    checks: [{name: place_whole, rule: size > 0}]
""")
    assert message == (
        'Box.checks.name: "place_whole" is the name of another check: whole of place.'
    )


def test_a_check_may_have_a_name_that_no_constraint_of_the_table_has() -> None:
    assert not told("""
entities:
  Box:
    fields: {size: integer}
    checks: [{name: size_values, rule: size > 0}]
""")
