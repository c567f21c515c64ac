"""The contract, `openapi.yaml`: where it is, and how a route declares its part of it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from .schemas import ErrorResponse

_HEADERS: dict[str, dict[str, Any]] = {
    "Location": {"schema": {"type": "string", "format": "uri-reference"}},
    "X-Request-ID": {"schema": {"type": "string"}},
}


def responses(
    status: int,
    model: type[BaseModel] | None = None,
    *,
    headers: tuple[str, ...] = (),
    errors: tuple[int, ...] = (),
) -> dict[int | str, dict[str, Any]]:
    """Return what a route may answer: one success with its headers, and the refusals."""
    refusal = {"model": ErrorResponse, "headers": _headers()}
    found: dict[int | str, dict[str, Any]] = dict.fromkeys(errors, refusal)
    found[status] = {"model": model, "headers": _headers(*headers)}
    return found


def _headers(*names: str) -> dict[str, dict[str, Any]]:
    return {name: _HEADERS[name] for name in (*names, "X-Request-ID")}


def contract_file() -> Path:
    """Return where the contract is: at the root of the checkout, or of the image."""
    folders = Path(__file__).resolve().parents
    files = (folder / "openapi.yaml" for folder in folders)
    return next(file for file in files if file.is_file())


@cache
def contract_json() -> bytes:
    """Return the contract as JSON, read from its file once."""
    document = yaml.load(contract_file().read_bytes(), Loader=yaml.CSafeLoader)
    return json.dumps(document, ensure_ascii=False).encode()


@cache
def list_parameters(operation_id: str) -> frozenset[str]:
    """Return which parameters of an operation's query are lists, and so may be repeated."""
    document = json.loads(contract_json())
    components = document["components"]
    shared = components.get("parameters", {})
    given = _parameters(document["paths"], operation_id)
    full = (shared.get(_name(each), each) for each in given)
    schemas = components.get("schemas", {})
    return frozenset(each["name"] for each in full if _is_list(each["schema"], schemas))


def _parameters(paths: dict[str, Any], operation_id: str) -> list[dict[str, Any]]:
    for item in paths.values():
        for each in item.values():
            if isinstance(each, dict) and each.get("operationId") == operation_id:
                return [*item.get("parameters", ()), *each.get("parameters", ())]
    return []


def _is_list(schema: dict[str, Any], schemas: dict[str, Any]) -> bool:
    full = schemas.get(_name(schema), schema)
    kinds = full.get("type", ())
    return "array" in ([kinds] if isinstance(kinds, str) else kinds) or any(
        _is_list(each, schemas) for each in full.get("anyOf", ())
    )


def _name(node: dict[str, Any]) -> str:
    """Return which component a node refers to; nothing where it is no reference."""
    return str(node.get("$ref", "")).rpartition("/")[2]
