"""What is wrong with a blueprint, in the words of whoever has to mend it: file, line, reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from ..names import first_of
from .stack import BlueprintError

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")

_SHOWN = 20


class BlueprintErrors(BlueprintError):
    """All that is wrong with a blueprint, as far as it was found."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        shown, more = first_of(self.faults, _SHOWN)
        rest = [f"and {more} more"] if more else []
        told = "".join(f"\n  {each}" for each in [*shown, *rest])
        super().__init__(f"the blueprint is broken:{told}")


class MissingPartError(BlueprintError):
    """A design uses a capability for which a blueprint has no part."""

    def __init__(self, part: str, manifest: str) -> None:
        super().__init__(
            f"the design uses {part}, for which the blueprint has no part: there is no "
            f"{manifest}. Take a newer version of the blueprint (`bd-scaffold blueprint "
            f"upgrade` renews the base of your own), or leave {part} out of the design"
        )


def gathered(make: Callable[[_Item], _Made], items: Iterable[_Item]) -> list[_Made]:
    """Return what is made of every item, or raise all that is wrong with any of them."""
    made: list[_Made] = []
    faults: list[str] = []
    for item in items:
        try:
            made.append(make(item))
        except BlueprintErrors as error:
            faults += error.faults
    if faults:
        raise BlueprintErrors(faults)
    return made


def told(error: Exception, blueprint: Path, making: str) -> str:
    """Return what went wrong while something was made: `acme/outputs/x.jinja:12: …`."""
    places = list(_places(error, blueprint))
    where = f"{places[-1]}: " if places else ""
    begun = next((each for each in places if _file(each) != _file(places[-1])), "")
    came = f", from {begun}" if begun else ""
    return f"{where}{_reason(error)} ({making}{came})"


def _file(place: str) -> str:
    return place.rpartition(":")[0]


def _places(error: BaseException, blueprint: Path) -> Iterator[str]:
    """Yield the lines of templates that an error came through, the innermost last."""
    if error.__cause__ is not None:
        yield from _places(error.__cause__, blueprint)
    for file, line in _lines(error.__traceback__):
        if place := _inside(file, blueprint):
            yield f"{place}:{line}"
    named = str(getattr(error, "filename", ""))
    if place := _inside(named, blueprint):
        yield f"{place}:{getattr(error, 'lineno', 0)}"


def _lines(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    while trace is not None:
        yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next


def _inside(file: str, blueprint: Path) -> str:
    """Return which file of a blueprint it is; the same one may have been compiled elsewhere."""
    parts = Path(file).parts if file.endswith((".jinja", ".yml", ".yaml")) else ()
    tails = ("/".join(parts[start:]) for start in range(1, len(parts)))
    return next((tail for tail in tails if (blueprint / tail).is_file()), "")


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it includes or calls itself endlessly"
    text = " ".join(str(error).split())
    templates = getattr(error, "templates", None)
    if templates:
        return f"there is no template {' or '.join(map(str, templates))}"
    return text or type(error).__name__
