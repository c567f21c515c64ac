"""Bodies with many items, and what is told of each."""

import json
from typing import Any

from httpx import Response
from pydantic_core import to_jsonable_python

from workshop.core.http.contract import contract_json

from .resource import Resource
from .resources import having

_CONTRACT = json.loads(contract_json())
MULTI_STATUS = 207


def batched(operation: str) -> list[Resource[Any]]:
    """Return the resources of which many are written at once."""
    return [each for each in having(operation) if each.batch]


def path_of(resource: Resource[Any], operation: str) -> str:
    """Return the path of an operation on many rows."""
    return f"/batch{resource.path}{'/delete' if operation == 'delete' else ''}"


def key_in(resource: Resource[Any], values: Any) -> dict[str, Any]:
    """Return a key as items have it, given the values of its parts in their order."""
    return dict(zip(_names(resource), to_jsonable_python([*values]), strict=True))


def key_of(resource: Resource[Any], entity: Any) -> dict[str, Any]:
    """Return the key of a row as items have it."""
    return key_in(resource, (getattr(entity, name) for name in resource.key))


def _names(resource: Resource[Any]) -> list[str]:
    """Return what the parts of a key are called."""
    operation = "update" if "update" in resource.operations else "delete"
    end = path_of(resource, operation)
    (item,) = (each for path, each in _CONTRACT["paths"].items() if path.endswith(end))
    method = "patch" if operation == "update" else "post"
    body = item[method]["requestBody"]["content"]["application/json"]["schema"]
    of_item = _schema(body["properties"]["data"]["items"])
    return [*_schema(of_item["properties"]["key"])["properties"]]


def _schema(reference: dict[str, str]) -> Any:
    name = reference["$ref"].rpartition("/")[2]
    return _CONTRACT["components"]["schemas"][name]


def told(answer: Response) -> list[dict[str, Any]]:
    """Return what is told of each item, in their order."""
    assert answer.status_code == MULTI_STATUS, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    found: list[dict[str, Any]] = answer.json()["data"]
    assert [each["index"] for each in found] == [*range(len(found))]
    for each in found:
        assert ("error" in each) == (each["status"] >= 400)
        if "error" in each:
            assert each["error"]["detail"]
            details = each["error"]["errors"]
            assert all(said["message"] and said["code"] for said in details)
        assert ("data" in each) == (each["status"] in (200, 201))
        assert ("location" in each) == (each["status"] == 201)
    return found


def statuses(answer: Response) -> list[int]:
    """Return the status of each item, in their order."""
    return [each["status"] for each in told(answer)]
