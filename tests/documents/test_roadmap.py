"""The roadmap: what is wrong with one, what is told of its changes, and its page."""

from __future__ import annotations

import pytest
from rendered import documents

from bd_scaffold import pipeline
from bd_scaffold.difference import compare

ROAD = """\
name: shop
documents: true
requirements:
  functional:
    - {id: FR-1, text: Buy., operations: [Order.create]}
    - {id: FR-2, text: Send., operations: [Order.update]}
roadmap:
  phases:
    - name: Catalogue
      goal: Anyone looks.
      delivers: FR-1
      starts: 2027-01-11
      ends: 2027-01-31
      milestones: [Seen]
    - name: Orders
      after: Catalogue
      needs: A contract.
      milestones: [{name: First order, due: 2027-03-31}]
  risks:
    - {risk: Rain., likelihood: high, response: Umbrellas., phase: Orders}
entities: {Order: {fields: {number: string(20)}}}
"""


def test_its_page_says_phases_with_what_they_deliver_and_wait_for() -> None:
    page = documents(ROAD)["docs/implementation-roadmap.md"]
    for line in (
        "The first phase starts on 2027-01-11. The last one ends on 2027-01-31.",
        "| Catalogue | 2027-01-11 | 2027-01-31 | no other phase |",
        "| Orders | not stated | not stated | Catalogue |",
        "Anyone looks. From 2027-01-11 to 2027-01-31: 21 days.",
        "| delivers FR-1 | Buy. |  |",
        "| depends on | A contract. |  |",
        "| milestone | First order | 2027-03-31 |",
        "| FR-2 | Send. |",
        "| Rain. | high | not stated | Umbrellas. | Orders |",
    ):
        assert line in page


@pytest.mark.parametrize(
    ("there", "instead", "told"),
    [
        ("name: Orders", "name: Ordering", ["roadmap.Ordering: added"]),
        ("goal: Anyone looks.", "goal: All look.", ["roadmap.Catalogue: goal changed"]),
        (
            "      starts: 2027-01-11\n",
            "",
            ["roadmap.Catalogue: starts 2027-01-11 removed"],
        ),
        (
            "due: 2027-03-31",
            "due: 2027-04-30",
            [
                'roadmap.Orders.milestones: "First order" by 2027-04-30 added',
                'roadmap.Orders.milestones: "First order" by 2027-03-31 removed',
            ],
        ),
        (
            "likelihood: high",
            "likelihood: low",
            ['roadmap.risks."Rain.": likelihood changed from high to low'],
        ),
    ],
)
def test_a_change_of_it_is_told(there: str, instead: str, told: list[str]) -> None:
    changed = ROAD.replace(there, instead)
    changed = (
        changed.replace("phase: Orders", "phase: Catalogue")
        if "Ordering" in instead
        else changed
    )
    old, new = (
        pipeline.derive(pipeline.check(text.encode(), "design.yaml"))
        for text in (ROAD, changed)
    )
    said = [str(each) for each in compare(old, new)]
    assert [each for each in said if each in told] == told


def test_one_that_no_page_shows_is_noted() -> None:
    text = ROAD.replace("documents: true", "documents: {roadmap: false}").encode()
    notes = [str(each) for each in pipeline.noted(text, "design.yaml")]
    assert notes == [
        "design.yaml:7:1 BD972 roadmap: No document shows it. Say `documents: true`."
    ]
