"""What a team adds to the contract stands in it, beside what the design generates."""

from __future__ import annotations

import yaml
from everything import text_of
from openapi_spec_validator import validate

from bd_scaffold import contract, pipeline
from bd_scaffold.contract import compare
from bd_scaffold.model.types import Model

DESIGN = """\
name: lab
enums: {Colour: [red, blue]}
entities:
  Box: {fields: {amount: integer, colour: Colour}}
  Lid: {fields: {box: Box}}
"""
OWN = """\
tags: [{name: Stocktaking, description: Counting what is there.}]
paths:
  /api/v1/boxes:
    get:
      parameters:
        - {name: shelf, in: query, schema: {type: string}}
  /api/v1/boxes/{box_id}:
    post: {operationId: touch_box, responses: {'204': {description: Touched.}}}
  /api/v1/boxes/{box_id}/empty:
    post:
      operationId: empty_box
      tags: [Box]
      parameters:
        - {name: box_id, in: path, required: true, schema: {$ref: '#/components/schemas/uuid'}}
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Emptying'}}}
      responses:
        '200':
          description: Emptied.
          content: {application/json: {schema: {$ref: '#/components/schemas/Box'}}}
        '404': {$ref: '#/components/responses/NotFound'}
components:
  schemas:
    Box:
      required: [label]
      properties: {label: {type: string}}
    Emptying: {type: object, properties: {reason: {type: string}}}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
"""


def _model(design: str = DESIGN, own: str = OWN, before: Model | None = None) -> Model:
    added = pipeline.own_contract(own.encode(), "openapi.own.yaml")
    return pipeline.build(pipeline.check(design.encode(), "design.yaml"), before, added)


MODEL, PLAIN = _model(), _model(own="")


def test_own_operations_parameters_and_properties_are_in_the_contract() -> None:
    found = contract.document(MODEL)
    validate(found)
    names = [
        each.get("name")
        for each in found["paths"]["/api/v1/boxes"]["get"]["parameters"]
    ]
    assert names[-1] == "shelf"
    assert [*found["paths"]["/api/v1/boxes/{box_id}"]][-1] == "post"
    assert "/api/v1/boxes/{box_id}/empty" in found["paths"]
    box = found["components"]["schemas"]["Box"]
    assert box["required"][-1] == "label"
    assert [*box["properties"]][-1] == "label"
    assert found["components"]["securitySchemes"]["key"]["name"] == "X-Key"
    assert found["tags"][-1]["name"] == "Stocktaking"


def test_the_file_says_the_same_as_the_document() -> None:
    assert yaml.load(text_of(MODEL), yaml.CSafeLoader) == contract.document(MODEL)


def test_the_generated_classes_stay_as_they_are() -> None:
    assert [e.contract and e.contract.dtos for e in MODEL.entities] == [
        e.contract and e.contract.dtos for e in PLAIN.entities
    ]


def test_a_contract_without_an_own_part_is_as_before() -> None:
    assert pipeline.build(pipeline.check(DESIGN.encode(), "design.yaml")) == PLAIN
    assert _model(own="# nothing yet\n") == PLAIN


def test_what_an_earlier_model_has_is_taken_with_todays_own_part() -> None:
    assert _model(before=PLAIN) == MODEL
    assert _model(own="", before=MODEL) == PLAIN


def _found(before: str, after: str, design: str = DESIGN) -> dict[str, bool]:
    changes = compare.changes(_model(own=before), _model(design, after))
    return {each.name: each.breaking for each in changes.findings}


def test_an_own_operation_that_is_gone_breaks_clients() -> None:
    start = OWN.index("  /api/v1/boxes/{box_id}/empty")
    without = OWN[:start] + OWN[OWN.index("components:\n") :]
    assert _found(OWN, without) == {"Box.empty": True}
    assert _found(without, OWN) == {"Box.empty": False}


def test_an_own_parameter_and_property_are_compared() -> None:
    required = OWN.replace(
        "{name: shelf, in: query,", "{name: shelf, in: query, required: true,"
    )
    assert _found(OWN, required) == {"Box.shelf": True}
    narrower = OWN.replace("{label: {type: string}}", "{label: {type: integer}}")
    assert _found(OWN, narrower) == {"Box.label": True}
    assert _found(
        "", "components: {schemas: {Box: {properties: {label: {type: string}}}}}"
    ) == {"Box.label": False}


def test_own_operations_are_compared_with_what_the_design_changes() -> None:
    only = DESIGN.replace("Box: {fields", "Box: {operations: [list, create], fields")
    own = OWN.replace("    post: {operationId: touch", "    put: {operationId: touch")
    before = _model(only.replace("integer,", "integer, weight: integer?,"), own)
    found = compare.changes(before, _model(only, own)).findings
    (gone,) = (each for each in found if each.rule == "response-property-removed")
    assert "POST /api/v1/boxes/{box_id}/empty" in gone.operations
