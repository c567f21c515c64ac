"""What a request consists of, and what values it may have."""

from __future__ import annotations

from .rule import CORE, DIFF, OASDIFF, SCHEMA, Rule, breaks, keeps

RULES: tuple[Rule, ...] = (
    # what a request consists of
    breaks(
        "parameter-removed",
        "A parameter is gone; this API refuses requests with unknown ones.",
        f"{OASDIFF} request-parameter-removed; {DIFF} request.params.decreased",
    ),
    breaks(
        "parameter-renamed",
        "A parameter has another name; the old one is refused.",
        f"{OASDIFF} request-parameter-removed",
    ),
    breaks(
        "parameter-added-required",
        "There is a new parameter that no request may leave out.",
        f"{OASDIFF} new-required-request-parameter",
    ),
    keeps(
        "parameter-added",
        "There is a new parameter that requests may leave out.",
        f"{OASDIFF} new-optional-request-parameter",
    ),
    breaks(
        "parameter-became-required",
        "A parameter may not be left out any more.",
        f"{OASDIFF} request-parameter-became-required; {DIFF} request.params.required.increased",
    ),
    keeps(
        "parameter-became-optional",
        "A parameter may be left out now.",
        f"{OASDIFF} request-parameter-became-optional",
    ),
    breaks(
        "parameter-became-single",
        "A parameter may not be repeated any more.",
        f"{OASDIFF} request-parameter-type-changed",
    ),
    keeps(
        "parameter-became-repeatable",
        "A parameter may be repeated: once, it is what it was.",
        "OpenAPI 3.1, Style Values: form, exploded; RFC 6570 §3.2.8",
    ),
    breaks(
        "sort-removed",
        "A list cannot be ordered by a name any more.",
        f"{OASDIFF} request-parameter-pattern-changed",
    ),
    breaks(
        "sort-renamed",
        "A list is ordered under another name.",
        f"{OASDIFF} request-parameter-pattern-changed",
    ),
    keeps(
        "sort-added",
        "A list can be ordered by another name.",
        f"{OASDIFF} request-parameter-pattern-generalized",
    ),
    breaks(
        "request-body-added-required",
        "A body is required where there was none.",
        f"{OASDIFF} request-body-added-required",
    ),
    keeps(
        "request-body-added",
        "A body may be sent where there was none.",
        f"{OASDIFF} request-body-added-optional",
    ),
    breaks(
        "request-body-removed",
        "A body is no longer taken.",
        f"{OASDIFF} request-body-removed",
    ),
    breaks(
        "request-body-became-required",
        "A body may not be left out any more.",
        f"{OASDIFF} request-body-became-required; {DIFF} request.body.increased",
    ),
    keeps(
        "request-body-became-optional",
        "A body may be left out now.",
        f"{OASDIFF} request-body-became-optional",
    ),
    breaks(
        "request-media-type-removed",
        "Bodies of a media type are no longer taken.",
        f"{OASDIFF} request-body-media-type-removed; {DIFF} request.content.decreased",
    ),
    keeps(
        "request-media-type-added",
        "Bodies of another media type are taken.",
        f"{OASDIFF} request-body-media-type-added",
    ),
    # what values requests may have
    breaks(
        "request-property-removed",
        "A property is gone, and the schema refuses unknown ones.",
        f"{OASDIFF} request-property-removed; {CORE} §10.3.2.3",
    ),
    keeps(
        "request-property-ignored",
        "A property is gone, and the schema lets unknown ones pass.",
        f"{CORE} §10.3.2.3",
    ),
    breaks(
        "request-property-renamed",
        "A property has another name in requests.",
        f"{OASDIFF} request-property-removed",
    ),
    breaks(
        "request-property-added-required",
        "There is a new property that no request may leave out.",
        f"{OASDIFF} new-required-request-property; {DIFF} request.required.increased",
    ),
    keeps(
        "request-property-added",
        "There is a new property that requests may leave out.",
        f"{OASDIFF} new-optional-request-property",
    ),
    breaks(
        "request-property-became-required",
        "A property may not be left out of requests any more.",
        f"{OASDIFF} request-property-became-required; {SCHEMA} §6.5.3",
    ),
    keeps(
        "request-property-became-optional",
        "A property may be left out of requests now.",
        f"{OASDIFF} request-property-became-optional",
    ),
    breaks(
        "request-default-changed",
        "What a request leaves out means something else.",
        "AIP-180, Default values must not change",
    ),
    breaks(
        "request-additional-properties-narrowed",
        "Requests may have fewer properties of names of their own.",
        f"{CORE} §10.3.2.3",
    ),
    keeps(
        "request-additional-properties-widened",
        "Requests may have more properties of names of their own.",
        f"{CORE} §10.3.2.3",
    ),
    breaks(
        "request-type-narrowed",
        "A value of a type that was taken is refused.",
        f"{OASDIFF} request-property-type-changed; {SCHEMA} §6.1.1",
    ),
    keeps(
        "request-type-widened",
        "Values of more types are taken.",
        f"{OASDIFF} request-property-type-generalized",
    ),
    breaks(
        "request-null-narrowed",
        "Null is refused.",
        f"{OASDIFF} request-property-became-not-nullable",
    ),
    keeps(
        "request-null-widened",
        "Null is taken.",
        f"{OASDIFF} request-property-became-nullable",
    ),
    breaks(
        "request-enum-narrowed",
        "One of the values is refused.",
        f"{OASDIFF} request-property-enum-value-removed; {DIFF} request.enum.decreased",
    ),
    keeps(
        "request-enum-widened",
        "There are more values to choose from.",
        f"{OASDIFF} request-property-enum-value-added",
    ),
    breaks(
        "request-pattern-narrowed",
        "A text that matched before may not match now.",
        f"{OASDIFF} request-property-pattern-changed; {SCHEMA} §6.3.3",
    ),
    keeps(
        "request-pattern-widened",
        "Every text that matched before matches, and more do.",
        f"{OASDIFF} request-property-pattern-generalized",
    ),
    breaks(
        "request-format-narrowed",
        "Texts have to be of a form, or of another one.",
        f"{OASDIFF} request-property-type-changed; {SCHEMA} §7",
    ),
    keeps(
        "request-format-widened",
        "Texts need no form any more.",
        f"{OASDIFF} request-property-type-generalized",
    ),
    breaks(
        "request-bound-narrowed",
        "A value, a length or a number of items is refused that was taken.",
        f"{OASDIFF} request-property-max-decreased and its like; {DIFF} "
        "request.max.length.decreased",
    ),
    keeps(
        "request-bound-widened",
        "Larger or smaller values, lengths or numbers of items are taken.",
        f"{OASDIFF} request-property-max-increased and its like",
    ),
    breaks(
        "request-uniqueness-narrowed",
        "The same item twice is refused.",
        f"{SCHEMA} §6.4.3",
    ),
    keeps(
        "request-uniqueness-widened",
        "The same item twice is taken.",
        f"{SCHEMA} §6.4.3",
    ),
    breaks(
        "request-schema-changed",
        "A word of JSON Schema changed of which only equality is safe.",
        f"{SCHEMA}, by caution",
    ),
)
