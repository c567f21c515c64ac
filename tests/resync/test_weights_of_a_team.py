"""What a team knows of its callers stays in the mix of a load test, whatever the design adds."""

from __future__ import annotations

import tomllib

from memory import File, created, updated

MIX = "load/mix.toml"
DESIGN = """\
name: lab
requirements: {load_test: true}
entities:
  Box: {fields: {label: string(9)}}
"""
LATER = f"{DESIGN}  Lid: {{fields: {{label: string(9)}}}}\n"


def test_weights_stay_where_an_entity_comes_and_where_it_goes() -> None:
    tree = created(DESIGN)
    text = tree[MIX].content.replace(b"{weight = 4,", b"{weight = 9,")
    text = text.replace(b"{weight = 20,", b"{weight = 0,")
    after = updated({**tree, MIX: File(text)}, LATER, DESIGN)
    assert after.conflicts == set()
    found = tomllib.loads(after.tree[MIX].content.decode())
    assert {name: each["weight"] for name, each in found.items()} == {
        "Box.list": 0,
        "Box.get": 40,
        "Box.create": 2,
        "Box.update": 9,
        "Lid.list": 20,
        "Lid.get": 40,
        "Lid.create": 2,
        "Lid.update": 4,
    }


def test_what_a_team_wrote_stays_where_the_word_goes() -> None:
    tree = created(DESIGN)
    text = tree[MIX].content.replace(b"{weight = 4,", b"{weight = 9,")
    without = DESIGN.replace("{load_test: true}", "{}")
    after = updated({**tree, MIX: File(text)}, without, DESIGN)
    assert after.tree[MIX].content == text
    assert "load/locustfile.py" not in after.tree
