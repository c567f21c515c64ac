"""What `check` notes of requirements that nothing answers to."""

from __future__ import annotations

from bd_scaffold import pipeline

DESIGN = """\
name: shop
requirements:
  functional:
    - {{id: FR-1, text: Anyone looks.{operations}}}
  quality:
    compliance: [PCI-DSS, GDPR]
entities:
  Customer: {{fields: {{name: string(20){word}}}}}
"""


def _noted(operations: str = "", word: str = "") -> list[str]:
    design = DESIGN.format(operations=operations, word=word)
    notes = pipeline.noted(design.encode(), "design.yaml")
    return [str(each).partition(" ")[2].partition(" ")[0] for each in notes]


def test_a_requirement_without_an_operation_is_noted() -> None:
    assert _noted(word=" pii") == ["BD970"]
    assert _noted(", operations: [Customer.list]", " pii") == []


def test_a_law_about_persons_asks_for_fields_about_them() -> None:
    assert _noted(", operations: [Customer.list]") == ["BD971"]
