"""The contract of another system: read beside the design, told off, and never run or fetched."""

from __future__ import annotations

import ast
import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from bd_scaffold import pipeline
from bd_scaffold.model.types import Dependency

HERE = Path(__file__).parent
DESIGN = (
    "name: lab\nresilience: {payments: {contract: other.yaml}}\n"
    "entities: {Box: {fields: {amount: integer}}}\n"
)
START = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}}


def client_of(folder: Path, contract: object, design: str = DESIGN) -> Dependency:
    text = contract if isinstance(contract, str) else json.dumps(contract)
    (folder / "other.yaml").write_text(text)
    resolved = pipeline.check(design.encode(), str(folder / "design.yaml"))
    (found,) = pipeline.build(resolved).dependencies
    return found


def told(folder: Path, contract: object = None, design: str = DESIGN) -> list[str]:
    with pytest.raises(pipeline.MistakesError) as raised:
        if contract is None:
            pipeline.check(design.encode(), str(folder / "design.yaml"))
        else:
            client_of(folder, contract, design)
    found = [str(each) for each in raised.value.mistakes]
    return [each.replace(f"{folder}/", "") for each in found]


def paths(**operations: Any) -> dict[str, Any]:
    return {**START, "paths": {"/a": operations}}


OK = {"responses": {"200": {"description": "ok"}}}


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    (found,) = told(tmp_path)
    assert found == (
        "design.yaml:2:25 BD1010 resilience.payments.contract: There is no file "
        '"other.yaml". Name a file beside the design, or in a folder there.'
    )


@pytest.mark.parametrize("path", ["../other.yaml", "/etc/passwd", "a/../../b.yaml"])
def test_a_file_outside_of_the_project_is_not_read(tmp_path: Path, path: str) -> None:
    (tmp_path.parent / "other.yaml").write_text("secret: 1\n")
    (found,) = told(tmp_path, design=DESIGN.replace("other.yaml", path))
    assert f'BD1010 resilience.payments.contract: "{path}" leads out of' in found


def test_a_link_to_outside_of_the_project_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").symlink_to("/etc/passwd")
    (found,) = told(tmp_path)
    assert "BD1010" in found
    assert "leads out of the project" in found


@pytest.mark.parametrize(
    ("contract", "expected"),
    [
        ("a: 1\n", "other.yaml:1:1 BD1011 This is no OpenAPI document."),
        ("[1]\n", "other.yaml:1:1 BD1011 This is no OpenAPI document."),
        ("swagger: '2.0'\n", "other.yaml:1:1 BD1011 This is Swagger 2. Convert it"),
        ("openapi: 4.0.0\npaths: {/a: {}}\n", 'BD1011 openapi: "4.0.0" is no version'),
        ("openapi: 3.0.0\npaths: {}\n", "BD1011 paths: It has no paths"),
        ("openapi: 3.0.0\npaths: {a: {}}\n", "BD1011 paths.a: A path begins with /"),
        ('openapi: 3.0.0\npaths: {"/a b": {}}\n', "BD1011 paths./a b: A path begins"),
        ('openapi: 3.0.0\npaths: {"/a?b": {}}\n', "BD1011 paths./a?b: A path"),
        ("", "BD007"),
        ("a: [\n", "BD002"),
    ],
)
def test_what_is_no_openapi_is_told(
    tmp_path: Path, contract: str, expected: str
) -> None:
    assert any(expected in each for each in told(tmp_path, contract))


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("https://other.example/a.yaml", "BD1012 paths./a.get.responses.200.$ref:"),
        ("common.yaml#/components/schemas/A", "BD1012"),
        ("file:///etc/passwd", "BD1012"),
        ("#/components/responses/None", "BD1013"),
        ("#/paths/~1a", "BD1013"),
    ],
)
def test_a_reference_that_leads_elsewhere_is_told(
    tmp_path: Path, reference: str, expected: str
) -> None:
    contract = paths(get={"responses": {"200": {"$ref": reference}}})
    (found,) = told(tmp_path, contract)
    assert expected in found


def test_two_operations_of_one_name_are_told(tmp_path: Path) -> None:
    contract = paths(
        get={"operationId": "readAll", **OK}, put={"operationId": "read_all", **OK}
    )
    (found,) = told(tmp_path, contract)
    assert 'BD1014 paths./a.put.operationId: "read_all" is the method of GET' in found


def test_operations_become_methods(tmp_path: Path) -> None:
    text = (HERE.parents[1] / "designs/beside/payments.openapi.yaml").read_text()
    found = client_of(tmp_path, text)
    methods = {each.name: each for each in found.operations}
    assert [*methods] == [
        *("list_payments", "create_payment", "get_payment"),
        *("delete_payments_payment_id", "note_payment", "get_receipt"),
    ]
    assert methods["create_payment"].given == (
        "body: models.PaymentCreate",
        "*",
        "x_tenant: str | None = None",
        "idempotency_key: str | None = None",
        "timeout: float | None = None",
    )
    repeated = {name for name, each in methods.items() if each.repeats}
    assert repeated == methods.keys() - {"note_payment"}
    assert methods["list_payments"].answer == "list[models.Payment]"
    assert methods["get_receipt"].answer == "bytes"
    assert (found.credential, found.credential_header) == ("header", "X-Api-Key")


def test_what_the_other_side_sets_or_never_shows_is_not_asked_of_answers(
    tmp_path: Path,
) -> None:
    found = client_of(
        tmp_path, (HERE.parents[1] / "designs/beside/payments.openapi.yaml").read_text()
    )
    assert "id: UUID | None = None" in str(found.models)
    assert 'from_: str | None = Field(None, alias="from")' in str(found.models)


_EVIL = 'x"]\n    import os; os.system("touch /tmp/evil")  #'
NASTY = {
    **START,
    "paths": {
        "/{é}/it's/{x'\"];import os;}": {
            "post": {
                "operationId": _EVIL,
                "summary": f'"""\n{_EVIL}\\',
                "parameters": [
                    {"name": _EVIL, "in": "query", "schema": {"default": _EVIL}},
                    {"name": "X\r\nY", "in": "header", "schema": {"type": "string"}},
                    {"name": "class", "in": "query", "schema": {"enum": [_EVIL, 1]}},
                ],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/A"}
                        }
                    }
                },
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/Loop"}
                            }
                        },
                    }
                },
            }
        }
    },
    "components": {
        "schemas": {
            "A": {
                "type": "object",
                "title": _EVIL,
                "description": f'"""{_EVIL}',
                "x-python-type": _EVIL,
                "customTypePath": "os.system",
                "required": [_EVIL, "import", "__class__", "model_config", "copy"],
                "properties": {
                    _EVIL: {"type": "string", "default": _EVIL, "pattern": "(" * 9},
                    "import": {"enum": [_EVIL, None, True, 3]},
                    "__class__": {"type": "integer", "minimum": 9, "multipleOf": 3},
                    "model_config": {"$ref": "#/components/schemas/A"},
                    "copy": {"oneOf": [{"$ref": "#/components/schemas/None"}, {}]},
                    "": {"type": "string"},
                    "1": {"type": ["string", "array", "null"]},
                    "é": {"type": "string", "format": _EVIL},
                },
            },
            "None": {"properties": {"deep": {"properties": {"er": {"type": "null"}}}}},
            "Loop": {
                "anyOf": [{"$ref": "#/components/schemas/Loop"}, {"type": "string"}]
            },
        }
    },
}


def test_nothing_of_a_contract_becomes_code_but_names(tmp_path: Path) -> None:
    found = client_of(tmp_path, NASTY)
    for text in (found.calls, found.models):
        assert text is not None
        module = ast.parse(text)
        called = {
            each.func.id
            for each in ast.walk(module)
            if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
        }
        assert called <= {"TypeAdapter", "Call", "new_key", "ConfigDict", "Field"}
        named = {
            alias.name
            for each in ast.walk(module)
            if isinstance(each, ast.Import)
            for alias in each.names
        }
        assert named == set()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(str(found.models), {"__name__": "models"})
    assert not Path("/tmp/evil").exists()


def test_one_schema_that_is_a_part_of_itself_many_times_ends(tmp_path: Path) -> None:
    loop = {"anyOf": [{"$ref": "#/components/schemas/L"}] * 9}
    contract = paths(
        get={
            "responses": {
                "200": {
                    "description": "ok",
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/L"}
                        }
                    },
                }
            }
        }
    )
    contract["components"] = {"schemas": {"L": loop}}
    assert client_of(tmp_path, contract).operations[0].answer == "Any"
