"""Relations by a unique field that is not the key: they come, follow its changes, and go."""

from __future__ import annotations

import pytest
from drafts import model_of
from journey import Empty, travel

DESIGN = """\
entities:
  Customer:
    traits: [{traits}]
    fields:
      {field}
      number: integer unique
  Order:
    fields:
      amount: integer
      {relation}
"""


def design(
    field: str = "email: string(20) unique",
    relation: str = "customer: Customer to(email)",
    traits: str = "",
) -> str:
    return DESIGN.format(field=field, relation=relation, traits=traits)


SAID = design()
OPTIONAL = design(relation="customer: Customer? to(email)")
ALONE = design("email: string(20)").partition("  Order:")[0]
ALONE_WITHOUT = design("note: text?").partition("  Order:")[0]
CIRCLE = """\
entities:
  A: {{fields: {{code: string(9){unique}, other: "{first}"}}}}
  B: {{fields: {{code: string(9){unique}, other: "{second}"}}}}
"""
CHANGES = {
    "added": (design(relation="note: text?"), OPTIONAL),
    "removed": (OPTIONAL, design(relation="note: text?")),
    "added_with_unique": (
        design("email: string(20)", "note: text?"),
        OPTIONAL,
    ),
    "removed_with_unique": (OPTIONAL, design("email: string(20)", "note: text?")),
    "by_another_field": (OPTIONAL, design(relation="customer: Customer? to(number)")),
    "by_the_key": (OPTIONAL, design(relation="customer: Customer?")),
    "by_the_key_before": (design(relation="customer: Customer?"), OPTIONAL),
    "widened": (SAID, design("email: string(40) unique")),
    "retyped": (
        design(relation="customer: Customer to(number)"),
        design(relation="customer: Customer to(number)").replace(
            "integer u", "bigint u"
        ),
    ),
    "renamed": (
        SAID,
        design("mail: string(20) unique was(email)", "customer: Customer to(mail)"),
    ),
    "relation_renamed": (
        SAID,
        design(relation="buyer: Customer to(email) was(customer)"),
    ),
    "column_named": (SAID, design('email: string(20) unique column("E-Mail")')),
    "entity_renamed": (
        SAID,
        SAID.replace("  Customer:", "  Buyer:\n    was: Customer").replace(
            ": Customer to", ": Buyer to"
        ),
    ),
    "hidden_rows": (SAID, design(traits="soft_delete")),
    "hidden_rows_no_longer_referred_to": (
        design(relation="customer: Customer? to(email)", traits="soft_delete"),
        design(relation="note: text?", traits="soft_delete"),
    ),
    "new_entity": (ALONE, design("email: string(20) unique")),
    "new_entity_and_field": (
        ALONE_WITHOUT,
        design("email: string(20)? unique", "customer: Customer? to(email)"),
    ),
    "entity_and_unique_removed": (SAID, ALONE),
    "circle": (
        CIRCLE.format(unique="", first="text?", second="text?"),
        CIRCLE.format(unique=" unique", first="B? to(code)", second="A? to(code)"),
    ),
    "tree": (
        CIRCLE.format(unique="", first="text?", second="text?"),
        CIRCLE.format(unique=" unique", first="A? to(code)", second="B? to(code)"),
    ),
    "on_delete": (
        SAID,
        design(relation="customer: Customer to(email) on_delete(cascade)"),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_rows_go_along(empty: Empty, change: str) -> None:
    travel(empty, *map(model_of, CHANGES[change]))
