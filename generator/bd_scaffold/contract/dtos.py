"""The classes that follow from the contract; the only door to datamodel-code-generator.

It is asked how each form of a field is spelled that is no usual one, once; what comes out is
set by rules of our own, since its formatters cost more than all the rest.
"""

from __future__ import annotations

import ast
import gc
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..layout import WIDTH
from ..model.types import Entity, Model
from . import shapes
from .draft import Draft
from .fields import TYPE, Form, Spelling, spelling
from .forms import JsonSchema
from .value_types import ValueDraft

if TYPE_CHECKING:
    from .custom_dtos import CustomDraft
    from .job_dtos import JobDraft


def modules(model: Model, entities: Sequence[Entity]) -> list[str]:
    """Return the module of the bodies and parameters of each of the entities."""
    return _spelled_out([Draft(model, entity) for entity in entities])


def types_module(model: Model) -> str:
    """Return the module of value types; nothing where there are none."""
    return _spelled_out([ValueDraft(model)])[0] if model.types else ""


def custom_modules(model: Model) -> list[str]:
    """Return the module of what operations of the design's own are given, by their owners."""
    if not model.custom:
        return []
    from .custom_dtos import CustomDraft  # few designs need it

    return _spelled_out([CustomDraft(model, group) for group in model.custom])


def jobs_module(model: Model) -> str | None:
    """Return the module of what jobs are given; None where there are no jobs."""
    if model.jobs is None:
        return None
    from .job_dtos import JobDraft  # the same

    return _spelled_out([JobDraft(model, model.jobs)])[0]


def _spelled_out(
    drafts: Sequence[Draft | ValueDraft | CustomDraft | JobDraft],
) -> list[str]:
    forms = dict.fromkeys(form for draft in drafts for form in draft.forms)
    spellings = shapes.spelled(forms)
    if unusual := [form for form in forms if form not in spellings]:
        spellings |= spelled(unusual)
    return [stable(draft.module(spellings)) for draft in drafts]


def spelled(forms: Sequence[Form]) -> dict[Form, Spelling]:
    """Return how the generator spells fields of each form."""
    gc.freeze()  # what was there before is not looked through
    source = _generated(forms)
    gc.collect()  # a parser is a heap of circles, of 10 MiB and more
    gc.unfreeze()
    return {form: _only(cls) for form, cls in zip(forms, _classes(source), strict=True)}


def models_of(schemas: Mapping[str, JsonSchema]) -> str:
    """Return the module of another system's bodies, one class for each schema.

    The schemas say types alone, so that no text of theirs stands in the code but names.
    """
    from datamodel_code_generator.format import DatetimeClassType
    from datamodel_code_generator.parser import LiteralType

    source = _parsed(
        schemas,
        allow_population_by_field_name=True,
        enum_field_as_literal=LiteralType.All,
        snake_case_field=True,
        target_datetime_class=DatetimeClassType.Datetime,
    )
    made = {
        each.name for each in ast.parse(source).body if isinstance(each, ast.ClassDef)
    }
    if made != schemas.keys():
        raise ValueError(f"other classes came back than {sorted(schemas)}")
    return formatted(source)


def formatted(source: str) -> str:
    """Return the source as black leaves it in a project, whose Python is 3.11 at the least."""
    import black
    from black.mode import TargetVersion

    newest = {TargetVersion.PY311, TargetVersion.PY312}
    return black.format_str(source, mode=black.Mode(target_versions=newest))


_ATTRIBUTE = "attribute"


def _generated(forms: Sequence[Form]) -> str:
    """Return the source of a class for each form, in which it is the only field."""
    return _parsed(
        {f"Form{index}": _schema(form) for index, form in enumerate(forms)},
        aliases={form.name: _ATTRIBUTE for form in forms if form.name},
        field_constraints=True,
        use_annotated=True,
        use_missing_sentinel=True,
    )


def _parsed(schemas: Mapping[str, JsonSchema], **options: Any) -> str:
    """Return the source of a class for each schema."""
    from datamodel_code_generator.enums import DataModelType
    from datamodel_code_generator.format import PythonVersion
    from datamodel_code_generator.model import get_data_model_types
    from datamodel_code_generator.parser.openapi import OpenAPIParser

    document = {
        "openapi": "3.1.0",
        "info": {"title": "", "version": ""},
        "paths": {},
        "components": {"schemas": dict(schemas)},
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
        formatters=[],
        strict_nullable=True,
        use_standard_collections=True,
        use_union_operator=True,
        **options,
    )
    found = parser.parse(format_=False)
    if not isinstance(found, str):
        raise TypeError("more than one module came back")
    return found


def _schema(form: Form) -> JsonSchema:
    name = form.name or _ATTRIBUTE
    return {
        "type": "object",
        "properties": {name: json.loads(form.schema)},
        "required": [name] if form.required else [],
    }


def _classes(source: str) -> list[ast.ClassDef]:
    """Return the classes of a source in the order of their numbers."""
    found = [each for each in ast.parse(source).body if isinstance(each, ast.ClassDef)]
    return sorted(found, key=lambda each: int(each.name.removeprefix("Form")))


def _only(generated: ast.ClassDef) -> Spelling:
    """Return how the only field of a class is spelled."""
    (node,) = (each for each in generated.body if isinstance(each, ast.AnnAssign))
    return spelling(node, TYPE)


def stable(source: str) -> str:
    """Return the source as black leaves it; only a name of great length needs it."""
    if all(len(line) <= WIDTH for line in source.splitlines()):
        return source
    import black

    return black.format_str(source, mode=black.Mode())
