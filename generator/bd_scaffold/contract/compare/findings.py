"""One change of the contract as a value: what it is, where, and whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from ...record import Record, replace
from .rules import RULES


class Finding(Record, frozen=True):
    """One change that a client can see, wherever it is seen."""

    rule: str  # an id of `RULES`: "response-property-removed"
    name: str  # what `--allow break:NAME` calls it: "Product.stock"
    message: str  # all but the name: "in responses, there is no such property any more"
    place: str = ""  # within the schema or the operation: "stock", "200 ETag"
    schemas: tuple[str, ...] = ()  # the component schemas that say it: "ProductCreate"
    operations: tuple[str, ...] = ()  # "GET /api/v1/products/{product_id}"

    @property
    def breaking(self) -> bool:
        """True for what a client of the old contract can suffer from."""
        return RULES[self.rule].breaking

    @property
    def allowance(self) -> str:
        """What a user passes as `--allow` to have it: `break:Product.stock`."""
        return f"break:{self.name}"

    def __str__(self) -> str:
        return f"{self.name}: {self.message}"

    def to_json(self) -> dict[str, Any]:
        """Return the finding as a flat JSON object, for editors and scripts."""
        return {
            "rule": self.rule,
            "breaking": self.breaking,
            "name": self.name,
            "message": self.message,
            "place": self.place,
            "schemas": list(self.schemas),
            "operations": list(self.operations),
        }


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings in order, what breaks first, each once with all that it concerns."""
    ordered = sorted(findings, key=_order)
    return tuple(_together(list(group)) for _, group in groupby(ordered, key=_order))


def told_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings without those that say less of a property than a breaking one does.

    What a POST requires is new in a PATCH, too, which nobody has to be told of again.
    """
    found = tuple(findings)
    asked = {e.name for e in found if e.rule == "request-property-added-required"}
    return tuple(
        each
        for each in found
        if each.rule != "request-property-added" or each.name not in asked
    )


def breaking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return those findings that break clients."""
    return tuple(each for each in findings if each.breaking)


def _order(finding: Finding) -> tuple[bool, str, str, str, str]:
    kept = not finding.breaking
    return kept, finding.name, finding.rule, finding.place, finding.message


def _together(alike: list[Finding]) -> Finding:
    schemas = {name for each in alike for name in each.schemas}
    operations = {name for each in alike for name in each.operations}
    return replace(
        alike[0],
        schemas=tuple(sorted(schemas)),
        operations=tuple(sorted(operations, key=_path_first)),
    )


def _path_first(operation: str) -> tuple[str, str]:
    method, _, path = operation.partition(" ")
    return path, method


def of_operation(findings: Iterable[Finding], operation: str) -> Iterator[Finding]:
    """Yield findings as those of an operation."""
    for each in findings:
        yield replace(each, operations=(operation,))
