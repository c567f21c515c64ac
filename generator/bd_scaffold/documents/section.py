"""What a page of the documents is: its place, and what the model says for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..language.design import Design
from ..model.types import Model
from ..record import Record
from ..resolve import Resolved


class Told(Record, frozen=True):
    """What the facts of a page are worked out from."""

    model: Model
    resolved: Resolved

    @property
    def design(self) -> Design:
        """The design, as its author wrote it."""
        return self.resolved.design


def something(_told: Told) -> str:
    """Return nothing, for a page that every design has something for."""
    return ""


def no_facts(_told: Told) -> None:
    """Return nothing, for a page whose template reads the model as it is."""


class Section(Record, frozen=True):
    """One page: its template is `parts/documents/outputs/docs/<file>.jinja`."""

    name: str  # the word of `documents` that switches it, and its member in the model
    title: str  # its heading
    file: str  # in `docs/`
    summary: str  # what it tells, in a sentence for the index
    nothing: Callable[[Told], str] = something
    """What a page says instead, in a sentence that names the word which changes it."""
    stands: bool = False
    """It has more to say than that sentence, which then stands where it belongs."""
    facts: Callable[[Told], Any] = no_facts
    """The record that the page prints: the member `name` of the model's `Documents`.

    It is asked only where the design has something for the page, or the page `stands`.
    """
