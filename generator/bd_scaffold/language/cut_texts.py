"""Texts that a comma between braces or brackets cuts: `filter(in, not)` is two of them to YAML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeGuard

import yaml


class Mended(yaml.ScalarEvent):
    """A text that was cut, as its author meant it."""


@dataclass(slots=True)
class _Around:
    """A mapping or a list, while its parts are read."""

    of_pairs: bool
    in_flow: bool
    parts: int = 0

    @property
    def may_be_cut(self) -> bool:
        """True where the next part is a value between braces or brackets."""
        return self.in_flow and (not self.of_pairs or self.parts % 2 == 1)


@dataclass(slots=True)
class _Cut:
    """The first piece of a text, with what followed it so far."""

    first: yaml.ScalarEvent
    of_pairs: bool  # YAML gives the other pieces no values, as to keys
    rest: list[yaml.ScalarEvent] = field(default_factory=list)

    def takes(self, event: yaml.Event) -> bool:
        """Take what may be another piece, and tell whether it may be one."""
        is_value = self.of_pairs and len(self.rest) % 2 == 1
        if not _is_plain(event) or (is_value and event.value):
            return False
        self.rest.append(event)
        return True

    @property
    def pieces(self) -> tuple[yaml.ScalarEvent, ...]:
        """All of it, as YAML reads it."""
        return (self.first, *self.rest)

    @property
    def is_over(self) -> bool:
        """True once the last piece closes what the first one opened."""
        whole = not self.of_pairs or len(self.rest) % 2 == 0
        return whole and not _open(self._text)

    @property
    def _text(self) -> str:
        found, before = str(self.first.value), self.first
        for each in self.rest[:: 2 if self.of_pairs else 1]:
            near = _index(each.start_mark) - _index(before.end_mark) == len(",")
            found += f"{',' if near else ', '}{each.value}"
            before = each
        return found

    def mended(self) -> Mended:
        """Return the text in one piece, at the place of its first one."""
        first = self.first
        marks = first.start_mark, first.end_mark
        return Mended(None, None, first.implicit, self._text, *marks)


def mended(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    """Yield the events of a document, each text that was cut as one `Mended`."""
    around = [_Around(of_pairs=False, in_flow=False)]
    cut: _Cut | None = None
    for event in events:
        if cut is not None:
            if cut.takes(event):
                if cut.is_over:
                    yield cut.mended()
                    cut = None
                continue
            yield from cut.pieces
            around[-1].parts += len(cut.pieces) - 1
        cut = _begun(around[-1], event)
        _step(around, event)
        if cut is None:
            yield event


def _begun(here: _Around, event: yaml.Event) -> _Cut | None:
    """Return the text whose first piece this is, if it is one."""
    if here.may_be_cut and _is_plain(event) and _open(event.value):
        return _Cut(event, here.of_pairs)
    return None


def _step(around: list[_Around], event: yaml.Event) -> None:
    """Go into a mapping or a list, out of it, or on to its next part."""
    if isinstance(event, yaml.CollectionStartEvent):
        around[-1].parts += 1
        pairs = isinstance(event, yaml.MappingStartEvent)
        around.append(_Around(of_pairs=pairs, in_flow=bool(event.flow_style)))
    elif isinstance(event, yaml.CollectionEndEvent):
        around.pop()
    elif isinstance(event, yaml.NodeEvent):
        around[-1].parts += 1


def _is_plain(event: yaml.Event) -> TypeGuard[yaml.ScalarEvent]:
    if not isinstance(event, yaml.ScalarEvent):
        return False
    return not (event.style or event.tag or event.anchor)


def _index(mark: Any) -> int:
    """Return how many characters stand before a mark, which an event that is read has."""
    return int(mark.index)


def _open(text: str) -> bool:
    """True for `filter(in`, and not for `:(`."""
    return text.count("(") > text.count(")") and not text.endswith("(")
