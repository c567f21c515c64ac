"""What a response consists of, and what values it may have."""

from __future__ import annotations

from .rule import CORE, DIFF, OASDIFF, SCHEMA, ZALANDO, Rule, breaks, keeps

RULES: tuple[Rule, ...] = (
    # what a response consists of
    breaks(
        "response-status-removed",
        "A success, or a redirection, is not answered any more.",
        f"{OASDIFF} response-success-status-removed; {DIFF} response.responses.decreased",
    ),
    keeps(
        "response-error-removed",
        "A refusal is not answered any more.",
        f"{OASDIFF} response-non-success-status-removed",
    ),
    keeps(
        "response-status-added",
        "There is a new status; a client takes it for the first of its class.",
        f"RFC 9110 §15; {OASDIFF} response-success-status-added",
    ),
    breaks(
        "response-media-type-removed",
        "Answers of a media type are gone.",
        f"{OASDIFF} response-media-type-removed; {DIFF} response.content.decreased",
    ),
    keeps(
        "response-media-type-added",
        "There are answers of another media type.",
        f"{OASDIFF} response-media-type-added",
    ),
    breaks(
        "response-header-removed",
        "Answers come without a header that they had.",
        f"{OASDIFF} optional-response-header-removed; {DIFF} response.headers.decreased",
    ),
    keeps(
        "response-header-added",
        "Answers come with another header.",
        f"{OASDIFF} response-header-added",
    ),
    breaks(
        "response-header-became-optional",
        "Answers may come without a header that they always had.",
        f"{OASDIFF} response-header-became-optional",
    ),
    # what values responses may have
    breaks(
        "response-property-removed",
        "A property is gone from responses.",
        f"{OASDIFF} response-required-property-removed",
    ),
    breaks(
        "response-property-renamed",
        "A property has another name in responses.",
        f"{OASDIFF} response-required-property-removed",
    ),
    keeps(
        "response-property-added",
        "Responses have a new property; clients ignore what they do not know.",
        f"{OASDIFF} response-optional-property-added; {ZALANDO}",
    ),
    breaks(
        "response-property-became-optional",
        "A property may be missing from responses.",
        f"{OASDIFF} response-property-became-optional; {DIFF} response.required.decreased",
    ),
    keeps(
        "response-property-became-required",
        "A property is in every response.",
        f"{OASDIFF} response-property-became-required",
    ),
    keeps(
        "response-additional-properties-narrowed",
        "Responses have fewer properties of names of their own.",
        f"{CORE} §10.3.2.3",
    ),
    keeps(
        "response-additional-properties-widened",
        "Responses may have properties of names of their own; clients ignore them.",
        f"{ZALANDO}",
    ),
    breaks(
        "response-type-widened",
        "A value may be of a type that it never had.",
        f"{OASDIFF} response-property-type-changed; {SCHEMA} §6.1.1",
    ),
    keeps(
        "response-type-narrowed",
        "A value is of fewer types.",
        f"{OASDIFF} response-property-type-specialized",
    ),
    breaks(
        "response-null-widened",
        "A value may be null.",
        f"{OASDIFF} response-property-became-nullable",
    ),
    keeps(
        "response-null-narrowed",
        "A value is never null any more.",
        f"{OASDIFF} response-property-became-not-nullable",
    ),
    breaks(
        "response-enum-widened",
        "A value may be one that clients do not know.",
        f"{OASDIFF} response-property-enum-value-added; {DIFF} response.enum.increased; "
        f"{ZALANDO}",
    ),
    keeps(
        "response-enum-narrowed",
        "A value is not answered any more.",
        f"{OASDIFF} response-property-enum-value-removed",
    ),
    breaks(
        "response-pattern-widened",
        "A text may be one that never matched before.",
        f"{SCHEMA} §6.3.3, as {OASDIFF} judges lengths",
    ),
    keeps(
        "response-pattern-narrowed",
        "Every text matches what it matched before, and more.",
        f"{OASDIFF} response-property-pattern-added",
    ),
    breaks(
        "response-format-widened",
        "A text is not of its old form any more.",
        f"{OASDIFF} response-property-type-changed; {SCHEMA} §7",
    ),
    keeps(
        "response-format-narrowed",
        "A text is of a form.",
        f"{OASDIFF} response-property-type-specialized",
    ),
    breaks(
        "response-bound-widened",
        "A value, a length or a number of items may be larger or smaller than ever before.",
        f"{OASDIFF} response-property-max-length-increased and its like; {DIFF} "
        "response.max.length.increased",
    ),
    keeps(
        "response-bound-narrowed",
        "Values, lengths or numbers of items stay within tighter bounds.",
        f"{SCHEMA} §6.2 to §6.4",
    ),
    breaks(
        "response-uniqueness-widened",
        "The same item may come twice.",
        f"{SCHEMA} §6.4.3",
    ),
    keeps(
        "response-uniqueness-narrowed",
        "No item comes twice any more.",
        f"{SCHEMA} §6.4.3",
    ),
    breaks(
        "response-schema-changed",
        "A word of JSON Schema changed of which only equality is safe.",
        f"{SCHEMA}, by caution",
    ),
)
