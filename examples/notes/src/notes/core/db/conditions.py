"""What narrows a statement to some rows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filter:
    """How a query parameter narrows a list: what it is held against, and how."""

    parameter: str
    attribute: str = ""  # the parameter's own name, unless it says otherwise
    operator: str = "eq"
