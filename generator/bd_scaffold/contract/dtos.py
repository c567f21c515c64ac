"""The classes that follow from the contract; the only door to datamodel-code-generator.

Its input names the type of every value; what comes out is set by rules of our own, since its
formatters cost more than all the rest.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Sequence

from ..model.types import Entity, Model
from . import python
from .draft import Draft
from .forms import JsonSchema


def modules(model: Model, entities: Sequence[Entity]) -> list[str]:
    """Return the module of the bodies and parameters of each of the entities."""
    made: list[str] = []
    gc.freeze()  # what was there before is not looked through each time
    for first in range(0, len(entities), _AT_ONCE):
        made += _made(model, entities[first : first + _AT_ONCE])
        gc.collect()  # a parser is a heap of circles, of 10 MiB and more
    gc.unfreeze()
    return made


_AT_ONCE = 10
"""The generator's memory grows with what it is given, and its time a little faster."""


def _made(model: Model, entities: Sequence[Entity]) -> list[str]:
    drafts = [
        Draft(model, entity, f"m{index}") for index, entity in enumerate(entities)
    ]
    schemas = {
        f"{draft.name}.{name}": schema
        for draft in drafts
        for name, schema in draft.schemas.items()
    }
    sources = _generated(schemas, _attributes(entities))
    return [_stable(draft.module(sources.get(draft.name, ""))) for draft in drafts]


def _attributes(entities: Sequence[Entity]) -> dict[str, str]:
    """Return the attribute of every property and parameter that has another name."""
    properties = {e.name: e.attribute for each in entities for e in each.properties}
    parameters = {e.name: e.attribute for each in entities for e in each.filters}
    named = properties | parameters
    return {name: attribute for name, attribute in named.items() if name != attribute}


def _generated(
    schemas: dict[str, JsonSchema], attributes: dict[str, str]
) -> dict[str, str]:
    """Return the source that datamodel-code-generator writes, by module."""
    from datamodel_code_generator.enums import DataModelType
    from datamodel_code_generator.format import PythonVersion
    from datamodel_code_generator.model import get_data_model_types
    from datamodel_code_generator.parser.openapi import OpenAPIParser

    document = {
        "openapi": "3.1.0",
        "info": {"title": "", "version": ""},
        "paths": {},
        "components": {"schemas": schemas},
    }
    types = get_data_model_types(
        DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        use_type_alias=False,
    )
    parser = OpenAPIParser(
        json.dumps(document),
        data_model_type=types.data_model,
        data_model_root_type=types.root_model,
        data_model_field_type=types.field_model,
        data_type_manager_type=types.data_type_manager,
        dump_resolve_reference_action=types.dump_resolve_reference_action,
        target_python_version=PythonVersion.PY_311,
        aliases=attributes,
        field_constraints=True,
        formatters=[],
        strict_nullable=True,
        use_annotated=True,
        use_missing_sentinel=True,
        use_standard_collections=True,
        use_union_operator=True,
    )
    found = parser.parse(format_=False)
    if isinstance(found, str):
        raise TypeError("one module came back for all entities")
    return {
        ".".join(path).removesuffix(".py"): each.body for path, each in found.items()
    }


def _stable(source: str) -> str:
    """Return the source as black leaves it; only a name of great length needs it."""
    if all(len(line) <= python.WIDTH for line in source.splitlines()):
        return source
    import black

    return black.format_str(source, mode=black.Mode())
