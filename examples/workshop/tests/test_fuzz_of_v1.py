"""Requests that schemathesis generates from the contract of v1, as `test_fuzz` does of today's.

Without FUZZ_EXAMPLES only those operations are tried of which something is translated.
"""

import json
from typing import Any

import schemathesis
from schemathesis import Case

from workshop.core.http.versions import contract_json
from workshop.older_versions import FOLDER
from workshop.older_versions.v1 import V1

from . import test_fuzz as fuzz

_CONTRACT = json.loads(contract_json(V1.name, FOLDER))

api = schemathesis.openapi.from_dict(_CONTRACT)
api.config.update(headers=fuzz.api.config.headers)
_PHASES = api.config.phases
_PHASES.fuzzing.extra_data_sources.responses = False
_PHASES.fuzzing.error_feedback.is_enabled = False

server, served = fuzz.server, fuzz.served

_TRANSLATED = {
    (each.method, V1.prefix + each.path)
    for each in V1.routes
    if each.query or each.body or each.answer
}
_EACH = bool(fuzz._EXAMPLES) or not _TRANSLATED


def _is_tried(context: Any) -> bool:
    operation = context.operation
    return _EACH or (operation.method.upper(), operation.path) in _TRANSLATED


@api.include(_is_tried).parametrize()
@fuzz._SETTINGS
def test_an_operation_keeps_its_promises(case: Case[Any], served: Any) -> None:
    fuzz._validate(case.call(base_url=served.url), case)
