"""The fields of a row that a request may name, as the contract says them."""

import json
import re
from collections.abc import Iterator
from typing import Any

from workshop.core.http.contract import contract_json

from .resource import Resource
from .resources import having

_PREFIX = "/api/v2"
_PATHS = json.loads(contract_json())["paths"]


def fields_of(resource: Resource[Any], operation: str) -> list[str]:
    """Return the fields that a request may name; none where it can't."""
    end = "" if operation == "list" else r"/\{[^/]*\}" * len(resource.key)
    path = re.compile(re.escape(f"{_PREFIX}{resource.path}") + end)
    found = (item["get"] for name, item in _PATHS.items() if path.fullmatch(name))
    for parameter in next(found).get("parameters", []):
        if parameter.get("name") == "fields":
            (names,) = re.findall(r"^\^\((.*?)\)", parameter["schema"]["pattern"])
            return [*names.split("|")]
    return []


def sparse(operation: str) -> Iterator[Resource[Any]]:
    """Yield the resources of which requests name the fields."""
    yield from (each for each in having(operation) if fields_of(each, operation))
