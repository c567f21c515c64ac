"""Whose rows are, and what stands in the place of what they say of somebody."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline
from bd_scaffold.difference import compare
from bd_scaffold.model import build
from bd_scaffold.model.types import Entity, Model

_DESIGN = """\
name: shop
security: {authentication: jwt, defaults: {read: authenticated, write: authenticated}}
enums: {Grade: [low, high]}
types: {Postal: {street: string(80) pii, zip: "string(9)? pii"}}
entities:
  Person:
    fields:
      account: user
      name: string(80) pii
      short: string(8) pii
      code: string(4) pii
      nick: string(20)? pii
      mail: email pii
      born: date pii
      grade: Grade pii
      tongues: "string(20)[] pii"
      home: Postal
      away: Postal?
      seen: string(20)
      pin: string(9)? writeonly
      note: string(9)? internal
      told: string(9)? internal pii
    owner: account
  Order:
    fields: {person: Person, agent: user?, label: string(9)}
    owner: person.account
  Team: {fields: {lead: user}}
"""


def _model(text: str = _DESIGN) -> Model:
    return build(pipeline.check(text.encode(), "design.yaml"))


def _entity(model: Model, name: str) -> Entity:
    return next(each for each in model.entities if each.name == name)


def _entry(model: Model, name: str) -> str:
    person = _entity(model, name).person
    assert person is not None
    return person.entry


@pytest.mark.parametrize(
    "pair",
    [
        '"name": text(80)',
        '"short": text(8)',
        '"code": STAYS',
        '"nick": NULL',
        '"mail": email()',
        '"born": STAYS',
        '"grade": STAYS',
        '"tongues": LIST',
        '"home_street": text(80)',
        '"home_zip": NULL',
        '"away_street": text(80)',
        '"told": NULL',
    ],
)
def test_a_value_has_a_blank_that_its_column_takes(pair: str) -> None:
    assert f"            {pair},\n" in _entry(_model(), "Person")


def test_nothing_stands_for_what_says_nothing_of_anybody() -> None:
    assert '"seen"' not in _entry(_model(), "Person")


def test_an_export_leaves_out_what_is_never_shown() -> None:
    assert 'hidden=("pin", "note"),' in _entry(_model(), "Person")


def test_rows_belong_to_somebody_by_the_path_to_their_account() -> None:
    model = _model()
    assert 'owner=("person_id", "account_id"),' in _entry(model, "Order")
    assert _entity(model, "Team").person is None


def test_what_stays_of_rows_is_said_with_its_reason() -> None:
    label = "label: string(9)}\n"
    kept = _model(_DESIGN.replace(label, f"{label}    erase: {{keep: Tax law.}}\n"))
    entry = _entry(kept, "Order")
    assert "        erase=KEEP,\n" in entry
    assert '        reason="Tax law.",\n' in entry
    assert "blanks" not in entry
    told = [f"{each.subject}: {each.text}" for each in compare(_model(), kept)]
    assert told == ["Order: erase keep: Tax law. added"]


def test_a_design_without_accounts_has_nothing_of_it() -> None:
    model = _model("name: shop\nentities: {Box: {fields: {label: string(9) pii}}}\n")
    assert "personal_data" not in model.parts
    assert _entity(model, "Box").person is None
