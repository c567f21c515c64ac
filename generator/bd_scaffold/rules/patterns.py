"""Regular expressions that mean the same in Python, in Rust (pydantic) and in JSON Schema."""

from __future__ import annotations

import re

_LONGEST = 500
_GROUP = re.compile(r"\(\?(?!:)")
_REFERENCE = re.compile(r"\\[1-9]|\\[AZzGK]")
_SET_OPERATOR = re.compile(r"&&|--|~~|\[")


def problem_of(pattern: str) -> tuple[str, str] | None:
    """Why a pattern can't be used everywhere, and the way out; None where it can."""
    if len(pattern) > _LONGEST:
        return f"The pattern is longer than {_LONGEST} characters.", "Check it in code."
    bare = re.sub(r"\\[^1-9AZzGK]", "_", pattern)
    if _GROUP.search(bare):
        hint = "Only (?:…) means the same in Python, Rust and JavaScript."
        return "The pattern has a look-around, a flag or a named group.", hint
    if _REFERENCE.search(bare):
        hint = "Write it out, with ^ and $ for the ends."
        return "The pattern has a back-reference or an anchor of one dialect.", hint
    if any(
        _SET_OPERATOR.search(each[1:-1]) for each in re.findall(r"\[[^\]]*\]", bare)
    ):
        return "The pattern has a [ or a set operator inside brackets.", "Escape it."
    return _uncompilable(pattern)


def _uncompilable(pattern: str) -> tuple[str, str] | None:
    from pydantic_core import SchemaError, SchemaValidator, core_schema

    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return f"The pattern is not a regular expression: {error}.", ""
    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError:
        return (
            "The pattern is too large, or not understood by Rust.",
            "Make it simpler.",
        )
    return None
