"""The API as a whole and its operations."""

from __future__ import annotations

from .rule import DIFF, OASDIFF, OPENAPI, Rule, breaks, keeps

RULES: tuple[Rule, ...] = (
    breaks(
        "api-moved",
        "The whole API has another prefix, so no old address is served.",
        f"{OASDIFF} api-path-removed-without-deprecation",
    ),
    breaks(
        "api-version-removed",
        "An older version of the API is not served any more.",
        f"{OASDIFF} api-path-removed-without-deprecation",
    ),
    keeps(
        "api-version-added",
        "A version of the API is served beside those that there were.",
        f"{OASDIFF} endpoint-added",
    ),
    breaks(
        "path-renamed",
        "A path has another name, and the old address is not served.",
        f"{OASDIFF} api-path-removed-without-deprecation",
    ),
    keeps(
        "path-parameter-renamed",
        "A parameter of a path has another name, which no request shows.",
        f"{OPENAPI}, Paths Object: such paths are identical",
    ),
    breaks(
        "resource-removed",
        "All operations of a resource are gone.",
        f"{OASDIFF} api-removed-without-deprecation; {DIFF} openapi.endpoints.decreased",
    ),
    keeps("resource-added", "There is a new resource.", f"{OASDIFF} endpoint-added"),
    breaks(
        "operation-removed",
        "An operation is gone.",
        f"{OASDIFF} api-removed-without-deprecation; {DIFF} openapi.endpoints.decreased",
    ),
    keeps("operation-added", "There is a new operation.", f"{OASDIFF} endpoint-added"),
    keeps(
        "operation-id-changed",
        "An operation has another operationId: generated clients name a method differently.",
        f"{OASDIFF} api-operation-id-removed (info); {DIFF} operation.id.changed (off)",
    ),
    breaks(
        "security-narrowed",
        "What was enough to be let in no longer is.",
        f"{DIFF} security.requirements.decreased; {OPENAPI}, Security Requirement Object",
    ),
    keeps(
        "security-widened",
        "There is another way to be let in, or none is needed any more.",
        f"{OASDIFF} api-security-removed; {OPENAPI}, Security Requirement Object",
    ),
)
