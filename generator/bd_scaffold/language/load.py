"""From the text of a design to the design, with every mistake of form on the way.

A mistake is reported and taken out, so that one wrong word does not hide the others: what is left
is still a design, which the rules can check in the same run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from ..diagnostics import Diagnostic, did_you_mean, in_order, one_of
from ..record import Record
from . import api_versions, custom, jobs, value_forms, vocabulary
from .default_values import WrongDefault, default_value
from .design import Design
from .enum_types import described, number_values
from .fields import Parsed, parse_field, parse_type
from .hidden import DEFAULTED, NAMESPACES, OWN, STORED
from .meanwhile import meanwhile
from .namespace import LEVELS, Namespace
from .plain import json_of
from .reading import Mistake, Nested
from .shown import shown
from .trait import Trait
from .transitions import may_be_null
from .tree import Path, Positions, Tree, read


class Loaded(Record, frozen=True):
    """A design as far as it could be understood, and what could not."""

    design: Design | None  # what is left without the mistakes, if that is a design
    positions: Positions
    diagnostics: tuple[Diagnostic, ...]


def load(
    text: str | bytes,
    source: str,
    namespaces: Sequence[Namespace] = (),
    traits: Sequence[Trait] = (),
) -> Loaded:
    """The design that a YAML text describes; it is whole only where there are no diagnostics.

    What stands under `x-NAME` is taken as it is: whether a namespace has it, a rule says.
    Among the traits of an entity, those stand that capabilities add to the language.
    """
    tree = read(text, source)
    reader = _Form(tree, namespaces, tuple(each.name for each in traits))
    design = reader.design()
    return Loaded(design, tree.positions, in_order(reader.diagnostics))


_PLACEHOLDERS: dict[str, Any] = {
    "name": "unnamed",
    "fields": {"unknown_field": {"type": "unknown"}},
    "values": ["unknown"],
}
"""What stands in for a word that is missing, so that the rest can be checked."""

_PASSES = 5


class _Form:
    """Expands the short forms, then holds the whole against the author's words."""

    def __init__(
        self, tree: Tree, namespaces: Sequence[Namespace], traits: tuple[str, ...]
    ) -> None:
        self._tree = tree
        self._namespaces = tuple(namespaces)
        self._traits = traits
        self.diagnostics = list(tree.diagnostics)

    def design(self) -> Design | None:
        data = self._tree.value
        if not isinstance(data, dict):
            if not self.diagnostics:
                self._complain(
                    (), "BD007", "A design is a mapping.", "Start with `name: …`."
                )
            return None
        if any(each.code == "BD004" for each in self.diagnostics):
            return None  # what the aliases stood for is not there
        data = self._without_gaps(data, ())
        for each in _with_own_words(data):
            _gather_own(each)
        self._expand(data)
        data[NAMESPACES] = self._namespaces
        return self._read(data)

    def _complain(self, path: Path, code: str, message: str, hint: str = "") -> None:
        subject = vocabulary.subject(path)
        found = self._tree.positions.mistake(path, code, message, hint, subject)
        self.diagnostics.append(found)

    def _without_gaps(self, data: dict[str, Any], path: Path) -> dict[str, Any]:
        """The mapping without the keys that have no value."""
        kept: dict[str, Any] = {}
        for key, value in data.items():
            inner = (*path, key)
            if value is None and key != "default" and not may_be_null(inner):
                self._complain(inner, "BD110", "This has no value.")
            elif isinstance(value, dict) and not _is_json(inner):
                kept[key] = self._without_gaps(value, inner)
            else:
                kept[key] = value
        return kept

    # Short forms

    def _expand(self, data: dict[str, Any]) -> None:
        for word, inner in (("enums", "values"), ("areas", "entities")):
            for name, value in _mapping(data, word).items():
                data[word][name] = self._long(value, (str, list), inner, (word, name))
        security = _mapping(data, "security")
        for name, value in _mapping(security, "roles").items():
            path: Path = ("security", "roles", name)
            data["security"]["roles"][name] = self._long(
                value, (str, list), "may", path
            )
        for path, message, hint in described(data, self._tree.positions.places):
            self._complain(path, "BD110", message, hint)
        number_values(data, self._tree.positions.places)
        value_forms.expand(data, self._tree.positions.places)
        custom.expand(data, self._tree.positions.places, self._field)
        api_versions.expand(data, self._field)
        jobs.expand(data, self._field)
        for word in ("types", "entities"):
            for name, entity in _mapping(data, word).items():
                if isinstance(entity, dict):
                    self._expand_entity(entity, (word, name))

    def _expand_entity(self, entity: dict[str, Any], path: Path) -> None:
        for word in ("unique", "indexes", "checks"):
            if _is_text(entity.get(word)):
                one = entity[word]
                entity[word] = [[one]] if word == "unique" else [one]
        self._refuse_lone_lists(entity, path)
        for word, short, inner in (
            ("unique", list, "fields"),
            ("indexes", (str, list), "fields"),
            ("checks", str, "rule"),
        ):
            if isinstance(entity.get(word), list):
                entity[word] = [
                    self._long(item, short, inner, (*path, word, number))
                    for number, item in enumerate(entity[word])
                ]
        for name, written in _mapping(entity, "fields").items():
            entity["fields"][name] = self._field(written, (*path, "fields", name))

    def _refuse_lone_lists(self, entity: dict[str, Any], path: Path) -> None:
        """Tell of a word in a form that others have, once and with the form that it takes."""
        unique, checks = entity.get("unique"), entity.get("checks")
        if isinstance(unique, list) and unique and all(_is_text(e) for e in unique):
            del entity["unique"]
            hint = f"Write [[{', '.join(unique)}]]."
            message = "A group of unique fields is a list of its own."
            self._complain((*path, "unique"), "BD110", message, hint)
        if isinstance(checks, dict):
            del entity["checks"]
            name, rule = next(iter(checks.items()), ("positive", "total > 0"))
            said = f'name: {name}, rule: "{rule}"'
            if "rule" in checks:  # it is one check, with the words of one
                said = ", ".join(f'{word}: "{said}"' for word, said in checks.items())
            hint = f"Write [{{{said}}}]."
            self._complain((*path, "checks"), "BD110", "Checks are a list.", hint)

    def _long(
        self, value: Any, short: type | tuple[type, ...], inner: str, path: Path
    ) -> Any:
        """The mapping that a short form stands for; anything else as it is."""
        if not isinstance(value, short):
            return value
        if isinstance(value, list):
            self._move(path, inner, len(value))
        return {inner: value}

    def _move(self, path: Path, inner: str, count: int) -> None:
        places = self._tree.positions.places
        for number in range(count):
            if (*path, number) in places:
                places[*path, inner, number] = places[*path, number]

    def _field(self, written: Any, path: Path) -> dict[str, Any]:
        if isinstance(written, str):
            words = self._understood(parse_field(written), path)
        elif isinstance(written, dict):
            words = self._full_form(written, path)
        else:
            hint = "Write `name: TYPE` or a mapping with `type`."
            self._complain(path, "BD110", "A field is a line or a mapping.", hint)
            words = {"type": "unknown"}
        self._convert_default(words, path)
        return words

    def _full_form(self, written: dict[str, Any], path: Path) -> dict[str, Any]:
        words = dict(written)
        if "arguments" in words:
            del words["arguments"]
            hint = "They belong to the type: `type: decimal(12,2)`."
            self._complain(
                (*path, "arguments"), "BD101", "This is not a word of a field.", hint
            )
        if isinstance(words.get("type"), str):
            words |= self._understood(parse_type(words["type"]), (*path, "type"))
        return words

    def _understood(self, parsed: Parsed, path: Path) -> dict[str, Any]:
        for problem in parsed.problems:
            self._complain(path, problem.code, problem.message, problem.hint)
        if "stored" in parsed.words:
            parsed.words[STORED] = parsed.words.pop("stored")
        return parsed.words

    def _convert_default(self, words: dict[str, Any], path: Path) -> None:
        if "default" not in words:
            return
        kind, many = words.get("type"), words.get("many") in (True, "true")
        if kind == "unknown" or not isinstance(kind, str):
            del words["default"]
            return
        try:
            words["default"] = default_value(kind, words["default"], many=many)
            words[DEFAULTED] = True
        except WrongDefault as expected:
            found = shown(words.pop("default"))
            message = f"The default {found} is not {expected}."
            self._complain((*path, "default"), "BD211", message)

    # The words

    def _read(self, data: dict[str, Any]) -> Design | None:
        for attempt in range(_PASSES):
            mistakes = [*_unknown_traits(data, self._traits)]
            design = Nested(Design).read(data, (), mistakes)
            if not mistakes:
                return cast("Design", design)
            if attempt == 0:
                for mistake in mistakes:
                    self._report(mistake)
            for mistake in reversed(mistakes):  # so that positions in lists stay right
                if not self._take_out(data, mistake):
                    return None
        return None

    def _take_out(self, data: Any, mistake: Mistake) -> bool:
        """Remove the mistake, or fill the gap; false where the rest makes no sense."""
        path = mistake.path
        if mistake.code == "BD109" and not vocabulary.is_needed(path):
            parent = _at(data, path[:-1])
            parent[path[-1]] = _PLACEHOLDERS.get(str(path[-1]), "unknown")
            return True
        if mistake.code == "BD109" or vocabulary.is_demand(path):
            path = path[:-1]
        for length in range(len(path), 0, -1):
            parent, last = _at(data, path[: length - 1]), path[length - 1]
            if isinstance(parent, list) and isinstance(last, int):
                self._remove(parent, path[: length - 1], last)
                return True
            if isinstance(parent, dict):
                parent.pop(last, None)
                number_values(data, self._tree.positions.places)
                return True
        return False

    def _remove(self, items: list[Any], path: Path, index: int) -> None:
        """Remove an item from a list, and move the places of those behind it."""
        if index >= len(items):
            return
        del items[index]
        places = self._tree.positions.places
        depth = len(path)
        for old in [
            each for each in places if each[:depth] == path and len(each) > depth
        ]:
            step = old[depth]
            if isinstance(step, int) and step >= index:
                place = places.pop(old)
                if step > index:
                    places[*path, step - 1, *old[depth + 1 :]] = place

    def _report(self, mistake: Mistake) -> None:
        path, code = mistake.path, mistake.code
        if code == "BD109":
            self._complain(path[:-1], code, f'"{path[-1]}" is missing.')
        elif code == "BD101":
            self._unknown_word(path)
        elif code == "BD111":
            self._unknown_value(path, mistake.found, mistake.choices)
        else:
            message = f"{shown(mistake.found)} {mistake.message}"
            self._complain(path, code, message)

    def _unknown_word(self, path: Path) -> None:
        *parent, word = path
        if vocabulary.comes_later(path):
            hint = meanwhile(str(word))
            self._complain(tuple(path), "BD102", "This is not supported yet.", hint)
            return
        level = vocabulary.level_of(tuple(parent))
        hint = level.way_out(str(word))
        if str(word).startswith("x-"):
            *most, last = LEVELS.values()
            hint = f"It belongs in {', '.join(most)} and {last}."
        message = f'"{word}" is not a word of {level.name}.'
        subject = vocabulary.subject(tuple(parent))
        found = self._tree.positions.mistake(path, "BD101", message, hint, subject)
        self.diagnostics.append(found)

    def _unknown_value(self, path: Path, found: Any, known: tuple[str, ...]) -> None:
        if isinstance(found, str) and vocabulary.value_comes_later(path, found):
            message = f"{shown(found)} is not supported yet."
            self._complain(path, "BD102", message, meanwhile(found))
            return
        hint = did_you_mean(found, known) if isinstance(found, str) else ""
        message = f"{shown(found)} is not one of the choices."
        self._complain(path, "BD111", message, hint or one_of(known))


def _is_json(path: Path) -> bool:
    """True for a field's default and for a team's own words, where any JSON may stand."""
    default = len(path) == 5 and path[0] == "entities" and path[-1] == "default"
    return default or vocabulary.is_own(path)


def _with_own_words(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every mapping that may have words of a team's own."""
    yield data
    entities = _mapping(data, "entities").values()
    fields = (
        field
        for entity in entities
        if isinstance(entity, dict)
        for field in _mapping(entity, "fields").values()
    )
    for each in (*_mapping(data, "areas").values(), *entities, *fields):
        if isinstance(each, dict):
            yield each


def _gather_own(mapping: dict[str, Any]) -> None:
    """Put all that stands under `x-NAME` into one word, as JSON."""
    own = [key for key in mapping if key.startswith("x-")]
    if own:
        mapping[OWN] = {key: json_of(mapping.pop(key)) for key in own}


def _unknown_traits(data: dict[str, Any], known: tuple[str, ...]) -> Iterator[Mistake]:
    """Yield what stands among the traits of an entity, and is none."""
    for name, entity in _mapping(data, "entities").items():
        said = entity.get("traits") if isinstance(entity, dict) else None
        listed = [said] if isinstance(said, str) else said
        for position, each in enumerate(listed if isinstance(listed, list) else ()):
            if not isinstance(each, str) or each not in known:
                path = ("entities", name, "traits", position)
                yield Mistake(path, each, "BD111", choices=known)


def _mapping(data: dict[str, Any], word: str) -> dict[str, Any]:
    """A copy of a mapping inside a mapping, empty where something else stands."""
    value = data.get(word)
    return dict(value) if isinstance(value, dict) else {}


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data
