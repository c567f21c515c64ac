"""Older versions of the API: what each calls otherwise than today, and the way there and back.

A name of today that a version does not know is as unknown to its clients as any other. It is
marked on its way in, so that today's API refuses it, and bare again in what says so.
"""

import json
import re
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

_UNKNOWN = "@"  # no name has it
_STYLES: Sequence[Mapping[str, Any]] = (  # in which clients write JSON
    {"separators": (",", ":"), "ensure_ascii": False},
    {"separators": (",", ":")},
    {"ensure_ascii": False},
    {},
)

Pairs = list[tuple[str, str]]
"""The parameters of a query."""


class Values:
    """The values of an enum: what a version calls those that it calls otherwise."""

    def __init__(self, called: Mapping[str, str], own: Collection[str] = ()) -> None:
        """Take the names of then by today's; its `own` are also the names of today."""
        self._called = called
        self._today = {then: now for now, then in called.items() if then not in own}

    def today(self, value: Any) -> Any:
        """Return what a client of the version sends, as it is called today."""
        if isinstance(value, list):
            return [self.today(each) for each in value]
        if not isinstance(value, str):
            return value
        unknown = f"{value}{_UNKNOWN}" if value in self._called else value
        return self._today.get(value, unknown)

    def then(self, value: Any) -> Any:
        """Return a value of today as the version calls it."""
        if isinstance(value, list):
            return [self.then(each) for each in value]
        return self._called.get(value, value) if isinstance(value, str) else value


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a version calls otherwise in an object; all keys are names of today."""

    names: Mapping[str, str] = field(default_factory=dict)
    since: frozenset[str] = frozenset()  # what has come since
    had: Mapping[str, Any] = field(default_factory=dict)  # what has gone since
    values: Mapping[str, Values] = field(default_factory=dict)
    within: Mapping[str, "Shape"] = field(default_factory=dict)
    named: Mapping[str, "Shape"] = field(default_factory=dict)  # what lists such names

    @cached_property
    def _today(self) -> Mapping[str, str]:
        return {then: now for now, then in self.names.items()}

    def name_today(self, name: str) -> str:
        """Return today's name of what the version calls so."""
        known = name not in self.names and name not in self.since
        return self._today.get(name, name if known else f"{name}{_UNKNOWN}")

    def name_then(self, name: str) -> str:
        """Return what the version calls something of today."""
        return self.names.get(name, name.removesuffix(_UNKNOWN))

    def today(self, given: Any) -> Any:
        """Return what a client of the version sends, as today's API takes it."""
        if isinstance(given, list):
            return [self.today(each) for each in given]
        if not isinstance(given, dict):
            return given
        named = {
            self.name_today(name): value
            for name, value in given.items()
            if name not in self.had
        }
        return {name: self._value_today(name, each) for name, each in named.items()}

    def patch_today(self, given: Any) -> Any:
        """Return the operations of a JSON Patch, with the places and values of today."""
        if not isinstance(given, list):
            return given
        return [self._change_today(e) if isinstance(e, dict) else e for e in given]

    def _change_today(self, change: dict[str, Any]) -> dict[str, Any]:
        found = dict(change)
        for word in {"path", "from"} & change.keys():
            if isinstance(change[word], str):
                found[word] = "/".join(self._steps_today(change[word].split("/")))
        if "value" in change:
            _, *steps = str(found.get("path", "")).split("/")
            found["value"] = self._value_at(steps, change["value"])
        return found

    def _value_at(self, steps: Sequence[str], value: Any) -> Any:
        """Return a value for a place of today, as today's API takes it."""
        if not steps:
            return self.today(value)
        name, *rest = steps
        if name == "-" or name.isdecimal():  # one of a list
            return self._value_at(rest, value)
        if rest and name in self.within:
            return self.within[name]._value_at(rest, value)
        return self._value_today(name, value)

    def _steps_today(self, steps: Iterable[str]) -> Iterator[str]:
        shape: Shape | None = self
        for step in steps:
            name = shape.name_today(step) if shape else step
            yield name
            if shape and name and not name.isdecimal():
                shape = shape.within.get(name)

    def then(self, given: Any) -> Any:
        """Return what today's API answers, as the version has it."""
        if isinstance(given, list):
            return [self.then(each) for each in given]
        if not isinstance(given, dict):
            return given
        shown = {
            self.name_then(name): self._value_then(name, value)
            for name, value in given.items()
            if name not in self.since
        }
        return {**shown, **self.had}

    def place_then(self, place: str) -> str:
        """Return where something is in a body, `lines.0.quantity`, as the version has it."""
        return ".".join(self._steps_then(place.split(".")))

    def _steps_then(self, steps: Iterable[str]) -> Iterator[str]:
        shape: Shape | None = self
        for step in steps:
            yield shape.name_then(step) if shape else step
            if shape and not step.isdecimal():
                shape = shape.within.get(step)

    def _value_today(self, name: str, value: Any) -> Any:
        if name in self.within:
            return self.within[name].today(value)
        return self.values[name].today(value) if name in self.values else value

    def _value_then(self, name: str, value: Any) -> Any:
        if name in self.within:
            return self.within[name].then(value)
        if name in self.named:
            of = self.named[name]
            return [of.name_then(each) for each in value if each not in of.since]
        return self.values[name].then(value) if name in self.values else value


_OF_NAMES = {"fields", "include", "sort"}
"""Parameters that list names of properties."""


@dataclass(frozen=True, kw_only=True)
class Query(Shape):
    """The same of the parameters of a query."""

    of: Shape = field(default_factory=Shape)  # the rows that are listed
    sorts: Mapping[str, str] = field(default_factory=dict)  # by values of other rows

    def pairs_today(self, given: Pairs) -> Pairs:
        """Return the parameters that a client of the version sends, as they are today."""
        return [(self.name_today(n), self._today_of(n, value)) for n, value in given]

    def pairs_then(self, given: Pairs) -> Pairs:
        """Return parameters of today as the version has them."""
        return [(self.name_then(n), self._then_of(n, value)) for n, value in given]

    def _today_of(self, name: str, value: str) -> str:
        if name in _OF_NAMES:
            return _each_of(value, self._listed_today)
        return str(self._value_today(self.name_today(name), value))

    def _then_of(self, name: str, value: str) -> str:
        if name in _OF_NAMES:
            return _each_of(value, self._listed_then)
        return str(self._value_then(name, value))

    def _listed_today(self, name: str) -> str:
        for now, then in self.sorts.items():
            if name == then:
                return now
        return f"{name}{_UNKNOWN}" if name in self.sorts else self.of.name_today(name)

    def _listed_then(self, name: str) -> str:
        return self.sorts.get(name) or self.of.name_then(name)


def _each_of(value: str, renamed: Callable[[str], str]) -> str:
    """Return a list of names, of which a minus turns one around, with other names."""
    keys = value.split(",")
    minus = ["-" if key.startswith("-") else "" for key in keys]
    names = (renamed(key.removeprefix("-")) for key in keys)
    return ",".join(map("".join, zip(minus, names, strict=True)))


@dataclass(frozen=True, kw_only=True)
class Whole:
    """How a row is replaced that has more than the version knows of, which stays as it is.

    Today's API is asked to change it, by a PATCH with all that the version has of it.
    """

    needs: frozenset[str] = frozenset()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    echoes: frozenset[str] = frozenset()  # what a client may send back, to no effect

    def changes(self, body: Any) -> dict[str, Any] | None:
        """Return the change; None where something is missing, as today's PUT says itself."""
        if not isinstance(body, dict) or not self.needs <= body.keys():
            return None
        said = {name: body[name] for name in body if name not in self.echoes}
        return {**self.defaults, **said}


@dataclass(frozen=True)
class Route:
    """An operation of a version, and the one of today that answers it."""

    method: str
    path: str  # under the version's prefix
    today: str = ""  # the same under today's, where it is another one
    query: Query | None = field(default=None, kw_only=True)
    body: Shape | None = field(default=None, kw_only=True)
    answer: Shape | None = field(default=None, kw_only=True)
    whole: Whole | None = field(default=None, kw_only=True)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return _pattern_of(self.path)

    @cached_property
    def _pattern_today(self) -> re.Pattern[str]:
        return _pattern_of(self.today or self.path)

    def path_today(self, path: str) -> str | None:
        """Return where today's API has what is at a path of the version; None elsewhere."""
        found = self._pattern.fullmatch(path)
        return _filled(self.today or self.path, found.groups()) if found else None

    def path_then(self, path: str) -> str | None:
        """Return where the version has what is at a path of today; None elsewhere."""
        found = self._pattern_today.fullmatch(path)
        return _filled(self.path, found.groups()) if found else None

    def body_today(self, body: bytes, kind: str) -> tuple[str, bytes]:
        """Return today's method and body; what is no JSON is refused later on as it is."""
        try:
            given = json.loads(body)
        except (ValueError, RecursionError):
            return self.method, body
        shape = self.body or Shape()
        is_patch = kind == "application/json-patch+json"
        found = shape.patch_today(given) if is_patch else shape.today(given)
        changes = self.whole.changes(found) if self.whole else None
        if changes is None:
            return self.method, _written_like(body, given, found)
        return "PATCH", _written_like(body, given, changes)

    def place_then(self, place: str) -> str:
        """Return where something is in a request, as the version has it."""
        for shape in filter(None, (self.body, self.query)):
            found = shape.place_then(place)
            if found != place:
                return found
        return place

    @cached_property
    def of_item(self) -> "Route":
        """The same of one of many items, whose error says where in the item it is."""
        shape = self.body.within.get("data") if self.body else None
        return replace(self, body=shape)


def _written_like(body: bytes, given: Any, value: Any) -> bytes:
    """Return a value as JSON with the blanks and escapes of a body, of which one is given.

    So a client that moves to today's names sends the same bytes, and keeps its keys.
    """
    alike = (each for each in _STYLES if _written(given, each) == body)
    return _written(value, next(alike, _STYLES[0]))


def _written(value: Any, style: Mapping[str, Any]) -> bytes:
    return json.dumps(value, **style).encode("utf-8", "surrogatepass")


def _pattern_of(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{.*?\\}", "([^/]+)", re.escape(template)))


def _filled(template: str, keys: Iterable[str]) -> str:
    given = iter(keys)
    return re.sub(r"\{.*?\}", lambda _: next(given), template)


@dataclass(frozen=True, kw_only=True)
class Version:
    """An older version of the API."""

    name: str
    routes: Collection[Route]
    deprecated: int | None = None  # since when, in seconds since 1970
    sunset: str = ""  # when it may go, as HTTP has it
    link: str = ""  # a page on how to move

    @property
    def prefix(self) -> str:
        """What its paths begin with."""
        return f"/api/{self.name}"

    def at(self, path: str) -> list[tuple[Route, str]]:
        """Return the routes at a path, each with the path of today.

        Where a part of it may be a key or a name, it is the name.
        """
        there = ((each, each.path_today(path)) for each in self.routes)
        found = [(route, today) for route, today in there if today is not None]
        fewest = min((route.path.count("{") for route, _ in found), default=0)
        return [each for each in found if each[0].path.count("{") == fewest]

    def path_then(self, path: str) -> str | None:
        """Return where the version has what is at a path of today; None where nowhere."""
        found = (each.path_then(path) for each in self.routes)
        return next((each for each in found if each is not None), None)
