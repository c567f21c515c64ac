"""What capabilities add meets no name of a design unnoticed."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bd_scaffold import rules
from bd_scaffold.features import FEATURES
from bd_scaffold.features.feature import Feature, Subject
from bd_scaffold.features.tables import Column
from bd_scaffold.language.trait import Trait
from bd_scaffold.operation import HttpEndpoint, Operation
from bd_scaffold.record import replace

WATCHED = Feature(
    name="watched",
    said="traits: [watched]",
    summary="Remembers what was changed.",
    used_by=lambda usage: "watched" in usage.written.traits,
    traits=(Trait("watched", "remembers changes"),),
)


@dataclass(frozen=True)
class Added:
    """An operation that a capability adds to an entity, `{}` for the entity's name."""

    id: str
    path: str

    def __call__(self, subject: Subject) -> list[Operation]:
        operation = Operation(
            name="changes",
            kind="action",
            id=self.id.format(subject.singular),
            summary="List changes",
            call="changes",
            returned="nothing",
            errors=(),
            http=HttpEndpoint("get", subject.item_path + self.path, 200, errors=()),
            python=None,
        )
        return [operation]


def _told(entities: str, feature: Feature) -> list[str]:
    text = f"name: lab\nentities:\n{entities}"
    _, found = rules.review(text, "design.yaml", (), (*FEATURES, feature))
    assert all(each.hint for each in found)
    return [f"{each.code} {each.message}" for each in found]


LISTED = """
  Box: {fields: {changes: "Change[] by box"}, traits: [watched]}
  Change: {fields: {box: Box}}
"""
BOX = "  Box: {fields: {size: integer}, traits: [watched]}\n"


@pytest.mark.parametrize(
    ("entities", "added", "told"),
    [
        (
            BOX + "  ChangeOfBox: {fields: {it: text}}\n",
            Added("get_change_of_{}", "/changes"),
            'BD506 Box: Its operation "get_change_of_box" would have the id of get of ChangeOfBox.',
        ),
        (
            LISTED,
            Added("audit_{}", "/changes"),
            (
                'BD506 Box: Its operation "GET /boxes/{}/changes" would have the address of the '
                "list Box.changes."
            ),
        ),
    ],
)
def test_an_operation_of_a_capability_is_no_other_one(
    entities: str, added: Added, told: str
) -> None:
    assert _told(entities, replace(WATCHED, operations=added)) == [told]


@pytest.mark.parametrize(
    ("use", "module"),
    [
        (("audits.service", "Audits"), "audits"),
        (("models.audit", "Base"), "models.audit"),
    ],
)
def test_a_module_of_a_capability_is_not_that_of_an_entity(
    use: tuple[str, str], module: str
) -> None:
    [told] = _told("  Audit: {fields: {it: text}}\n", replace(WATCHED, service=use))
    assert told == (
        f'BD112 Audit: Its module "{module}" is one of the generated project.'
    )


def test_an_index_of_a_capability_is_no_other_one() -> None:
    column = Column("sources_at", "datetime", filter=True)
    entities = (
        "  Data: {fields: {size: integer}, traits: [watched, no_timestamps]}\n"
        "  DataSource: {fields: {at: datetime filter}, traits: [no_timestamps]}\n"
    )
    assert _told(entities, replace(WATCHED, columns=(column,))) == [
        (
            'BD507 DataSource.at: "ix_data_sources_at" would be the index of DataSource over '
            "at, and the index of Data over sources_at."
        )
    ]
