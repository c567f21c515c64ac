"""Every rule by which a change of the contract is judged, each with the source that it follows.

One principle is behind them: a client that kept to the old contract must not notice. So what
requests may say must not become less, and what responses may say must not become more.
"""

from __future__ import annotations

from ...record import Record


class Rule(Record, frozen=True):
    """A kind of change: whether it breaks clients, why, and who says so."""

    id: str
    breaking: bool
    sentence: str
    source: str


_OPENAPI = "OpenAPI 3.1"
_CORE = "JSON Schema Core 2020-12"
_SCHEMA = "JSON Schema Validation 2020-12"
_ZALANDO = "Zalando RESTful API Guidelines, rule 107"
_OASDIFF = "oasdiff"
_DIFF = "openapi-diff"


def _breaks(rule: str, sentence: str, source: str) -> Rule:
    return Rule(rule, breaking=True, sentence=sentence, source=source)


def _keeps(rule: str, sentence: str, source: str) -> Rule:
    return Rule(rule, breaking=False, sentence=sentence, source=source)


_LISTED = (
    # the API and its operations
    _breaks(
        "api-moved",
        "The whole API has another prefix, so no old address is served.",
        f"{_OASDIFF} api-path-removed-without-deprecation",
    ),
    _breaks(
        "path-renamed",
        "A path has another name, and the old address is not served.",
        f"{_OASDIFF} api-path-removed-without-deprecation",
    ),
    _keeps(
        "path-parameter-renamed",
        "A parameter of a path has another name, which no request shows.",
        f"{_OPENAPI}, Paths Object: such paths are identical",
    ),
    _breaks(
        "resource-removed",
        "All operations of a resource are gone.",
        f"{_OASDIFF} api-removed-without-deprecation; {_DIFF} openapi.endpoints.decreased",
    ),
    _keeps("resource-added", "There is a new resource.", f"{_OASDIFF} endpoint-added"),
    _breaks(
        "operation-removed",
        "An operation is gone.",
        f"{_OASDIFF} api-removed-without-deprecation; {_DIFF} openapi.endpoints.decreased",
    ),
    _keeps(
        "operation-added", "There is a new operation.", f"{_OASDIFF} endpoint-added"
    ),
    _keeps(
        "operation-id-changed",
        "An operation has another operationId: generated clients name a method differently.",
        f"{_OASDIFF} api-operation-id-removed (info); {_DIFF} operation.id.changed (off)",
    ),
    _breaks(
        "security-narrowed",
        "What was enough to be let in no longer is.",
        f"{_DIFF} security.requirements.decreased; {_OPENAPI}, Security Requirement Object",
    ),
    _keeps(
        "security-widened",
        "There is another way to be let in, or none is needed any more.",
        f"{_OASDIFF} api-security-removed; {_OPENAPI}, Security Requirement Object",
    ),
    # what a request consists of
    _breaks(
        "parameter-removed",
        "A parameter is gone; this API refuses requests with unknown ones.",
        f"{_OASDIFF} request-parameter-removed; {_DIFF} request.params.decreased",
    ),
    _breaks(
        "parameter-renamed",
        "A parameter has another name; the old one is refused.",
        f"{_OASDIFF} request-parameter-removed",
    ),
    _breaks(
        "parameter-added-required",
        "There is a new parameter that no request may leave out.",
        f"{_OASDIFF} new-required-request-parameter",
    ),
    _keeps(
        "parameter-added",
        "There is a new parameter that requests may leave out.",
        f"{_OASDIFF} new-optional-request-parameter",
    ),
    _breaks(
        "parameter-became-required",
        "A parameter may not be left out any more.",
        f"{_OASDIFF} request-parameter-became-required; {_DIFF} request.params.required.increased",
    ),
    _keeps(
        "parameter-became-optional",
        "A parameter may be left out now.",
        f"{_OASDIFF} request-parameter-became-optional",
    ),
    _breaks(
        "sort-removed",
        "A list cannot be ordered by a name any more.",
        f"{_OASDIFF} request-parameter-pattern-changed",
    ),
    _breaks(
        "sort-renamed",
        "A list is ordered under another name.",
        f"{_OASDIFF} request-parameter-pattern-changed",
    ),
    _keeps(
        "sort-added",
        "A list can be ordered by another name.",
        f"{_OASDIFF} request-parameter-pattern-generalized",
    ),
    _breaks(
        "request-body-added-required",
        "A body is required where there was none.",
        f"{_OASDIFF} request-body-added-required",
    ),
    _keeps(
        "request-body-added",
        "A body may be sent where there was none.",
        f"{_OASDIFF} request-body-added-optional",
    ),
    _breaks(
        "request-body-removed",
        "A body is no longer taken.",
        f"{_OASDIFF} request-body-removed",
    ),
    _breaks(
        "request-body-became-required",
        "A body may not be left out any more.",
        f"{_OASDIFF} request-body-became-required; {_DIFF} request.body.increased",
    ),
    _keeps(
        "request-body-became-optional",
        "A body may be left out now.",
        f"{_OASDIFF} request-body-became-optional",
    ),
    _breaks(
        "request-media-type-removed",
        "Bodies of a media type are no longer taken.",
        f"{_OASDIFF} request-body-media-type-removed; {_DIFF} request.content.decreased",
    ),
    _keeps(
        "request-media-type-added",
        "Bodies of another media type are taken.",
        f"{_OASDIFF} request-body-media-type-added",
    ),
    # what values requests may have
    _breaks(
        "request-property-removed",
        "A property is gone, and the schema refuses unknown ones.",
        f"{_OASDIFF} request-property-removed; {_CORE} §10.3.2.3",
    ),
    _keeps(
        "request-property-ignored",
        "A property is gone, and the schema lets unknown ones pass.",
        f"{_CORE} §10.3.2.3",
    ),
    _breaks(
        "request-property-renamed",
        "A property has another name in requests.",
        f"{_OASDIFF} request-property-removed",
    ),
    _breaks(
        "request-property-added-required",
        "There is a new property that no request may leave out.",
        f"{_OASDIFF} new-required-request-property; {_DIFF} request.required.increased",
    ),
    _keeps(
        "request-property-added",
        "There is a new property that requests may leave out.",
        f"{_OASDIFF} new-optional-request-property",
    ),
    _breaks(
        "request-property-became-required",
        "A property may not be left out of requests any more.",
        f"{_OASDIFF} request-property-became-required; {_SCHEMA} §6.5.3",
    ),
    _keeps(
        "request-property-became-optional",
        "A property may be left out of requests now.",
        f"{_OASDIFF} request-property-became-optional",
    ),
    _breaks(
        "request-default-changed",
        "What a request leaves out means something else.",
        "AIP-180, Default values must not change",
    ),
    _breaks(
        "request-additional-properties-narrowed",
        "Requests may have fewer properties of names of their own.",
        f"{_CORE} §10.3.2.3",
    ),
    _keeps(
        "request-additional-properties-widened",
        "Requests may have more properties of names of their own.",
        f"{_CORE} §10.3.2.3",
    ),
    _breaks(
        "request-type-narrowed",
        "A value of a type that was taken is refused.",
        f"{_OASDIFF} request-property-type-changed; {_SCHEMA} §6.1.1",
    ),
    _keeps(
        "request-type-widened",
        "Values of more types are taken.",
        f"{_OASDIFF} request-property-type-generalized",
    ),
    _breaks(
        "request-null-narrowed",
        "Null is refused.",
        f"{_OASDIFF} request-property-became-not-nullable",
    ),
    _keeps(
        "request-null-widened",
        "Null is taken.",
        f"{_OASDIFF} request-property-became-nullable",
    ),
    _breaks(
        "request-enum-narrowed",
        "One of the values is refused.",
        f"{_OASDIFF} request-property-enum-value-removed; {_DIFF} request.enum.decreased",
    ),
    _keeps(
        "request-enum-widened",
        "There are more values to choose from.",
        f"{_OASDIFF} request-property-enum-value-added",
    ),
    _breaks(
        "request-pattern-narrowed",
        "A text that matched before may not match now.",
        f"{_OASDIFF} request-property-pattern-changed; {_SCHEMA} §6.3.3",
    ),
    _keeps(
        "request-pattern-widened",
        "Every text that matched before matches, and more do.",
        f"{_OASDIFF} request-property-pattern-generalized",
    ),
    _breaks(
        "request-format-narrowed",
        "Texts have to be of a form, or of another one.",
        f"{_OASDIFF} request-property-type-changed; {_SCHEMA} §7",
    ),
    _keeps(
        "request-format-widened",
        "Texts need no form any more.",
        f"{_OASDIFF} request-property-type-generalized",
    ),
    _breaks(
        "request-bound-narrowed",
        "A value, a length or a number of items is refused that was taken.",
        f"{_OASDIFF} request-property-max-decreased and its like; {_DIFF} "
        "request.max.length.decreased",
    ),
    _keeps(
        "request-bound-widened",
        "Larger or smaller values, lengths or numbers of items are taken.",
        f"{_OASDIFF} request-property-max-increased and its like",
    ),
    _breaks(
        "request-uniqueness-narrowed",
        "The same item twice is refused.",
        f"{_SCHEMA} §6.4.3",
    ),
    _keeps(
        "request-uniqueness-widened",
        "The same item twice is taken.",
        f"{_SCHEMA} §6.4.3",
    ),
    _breaks(
        "request-schema-changed",
        "A word of JSON Schema changed of which only equality is safe.",
        f"{_SCHEMA}, by caution",
    ),
    # what a response consists of
    _breaks(
        "response-status-removed",
        "A success, or a redirection, is not answered any more.",
        f"{_OASDIFF} response-success-status-removed; {_DIFF} response.responses.decreased",
    ),
    _keeps(
        "response-error-removed",
        "A refusal is not answered any more.",
        f"{_OASDIFF} response-non-success-status-removed",
    ),
    _keeps(
        "response-status-added",
        "There is a new status; a client takes it for the first of its class.",
        f"RFC 9110 §15; {_OASDIFF} response-success-status-added",
    ),
    _breaks(
        "response-media-type-removed",
        "Answers of a media type are gone.",
        f"{_OASDIFF} response-media-type-removed; {_DIFF} response.content.decreased",
    ),
    _keeps(
        "response-media-type-added",
        "There are answers of another media type.",
        f"{_OASDIFF} response-media-type-added",
    ),
    _breaks(
        "response-header-removed",
        "Answers come without a header that they had.",
        f"{_OASDIFF} optional-response-header-removed; {_DIFF} response.headers.decreased",
    ),
    _keeps(
        "response-header-added",
        "Answers come with another header.",
        f"{_OASDIFF} response-header-added",
    ),
    _breaks(
        "response-header-became-optional",
        "Answers may come without a header that they always had.",
        f"{_OASDIFF} response-header-became-optional",
    ),
    # what values responses may have
    _breaks(
        "response-property-removed",
        "A property is gone from responses.",
        f"{_OASDIFF} response-required-property-removed",
    ),
    _breaks(
        "response-property-renamed",
        "A property has another name in responses.",
        f"{_OASDIFF} response-required-property-removed",
    ),
    _keeps(
        "response-property-added",
        "Responses have a new property; clients ignore what they do not know.",
        f"{_OASDIFF} response-optional-property-added; {_ZALANDO}",
    ),
    _breaks(
        "response-property-became-optional",
        "A property may be missing from responses.",
        f"{_OASDIFF} response-property-became-optional; {_DIFF} response.required.decreased",
    ),
    _keeps(
        "response-property-became-required",
        "A property is in every response.",
        f"{_OASDIFF} response-property-became-required",
    ),
    _keeps(
        "response-additional-properties-narrowed",
        "Responses have fewer properties of names of their own.",
        f"{_CORE} §10.3.2.3",
    ),
    _keeps(
        "response-additional-properties-widened",
        "Responses may have properties of names of their own; clients ignore them.",
        f"{_ZALANDO}",
    ),
    _breaks(
        "response-type-widened",
        "A value may be of a type that it never had.",
        f"{_OASDIFF} response-property-type-changed; {_SCHEMA} §6.1.1",
    ),
    _keeps(
        "response-type-narrowed",
        "A value is of fewer types.",
        f"{_OASDIFF} response-property-type-specialized",
    ),
    _breaks(
        "response-null-widened",
        "A value may be null.",
        f"{_OASDIFF} response-property-became-nullable",
    ),
    _keeps(
        "response-null-narrowed",
        "A value is never null any more.",
        f"{_OASDIFF} response-property-became-not-nullable",
    ),
    _breaks(
        "response-enum-widened",
        "A value may be one that clients do not know.",
        f"{_OASDIFF} response-property-enum-value-added; {_DIFF} response.enum.increased; "
        f"{_ZALANDO}",
    ),
    _keeps(
        "response-enum-narrowed",
        "A value is not answered any more.",
        f"{_OASDIFF} response-property-enum-value-removed",
    ),
    _breaks(
        "response-pattern-widened",
        "A text may be one that never matched before.",
        f"{_SCHEMA} §6.3.3, as {_OASDIFF} judges lengths",
    ),
    _keeps(
        "response-pattern-narrowed",
        "Every text matches what it matched before, and more.",
        f"{_OASDIFF} response-property-pattern-added",
    ),
    _breaks(
        "response-format-widened",
        "A text is not of its old form any more.",
        f"{_OASDIFF} response-property-type-changed; {_SCHEMA} §7",
    ),
    _keeps(
        "response-format-narrowed",
        "A text is of a form.",
        f"{_OASDIFF} response-property-type-specialized",
    ),
    _breaks(
        "response-bound-widened",
        "A value, a length or a number of items may be larger or smaller than ever before.",
        f"{_OASDIFF} response-property-max-length-increased and its like; {_DIFF} "
        "response.max.length.increased",
    ),
    _keeps(
        "response-bound-narrowed",
        "Values, lengths or numbers of items stay within tighter bounds.",
        f"{_SCHEMA} §6.2 to §6.4",
    ),
    _breaks(
        "response-uniqueness-widened",
        "The same item may come twice.",
        f"{_SCHEMA} §6.4.3",
    ),
    _keeps(
        "response-uniqueness-narrowed",
        "No item comes twice any more.",
        f"{_SCHEMA} §6.4.3",
    ),
    _breaks(
        "response-schema-changed",
        "A word of JSON Schema changed of which only equality is safe.",
        f"{_SCHEMA}, by caution",
    ),
)

RULES = {rule.id: rule for rule in _LISTED}
"""Every rule by its id, in the order of the reference."""
