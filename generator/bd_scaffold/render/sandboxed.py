"""Rendering a blueprint that is not ours: its mistakes are told as its author's, and it ends.

What its templates may do is what ours may, and less: they see nothing of the machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..sources import stack
from ..sources.blueprint_errors import (
    BlueprintErrors,
    MissingPartError,
    gathered,
    told,
)
from ..tree import faults
from . import limits, render
from .render import FILES, Rendering, Row, Templates

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, FileSystemLoader, Template
    from jinja2.bccache import Bucket

_OF_THE_MACHINE = ("expanduser", "expandvars", "fileglob", "realpath")
"""Filters of Copier's that read the machine's files or its environment."""

_MOST = 1 << 24
"""How long a text or a number may become by one multiplication."""


class Sandboxed(Rendering):
    """A rendering of somebody else's blueprint; what goes wrong in it is a BlueprintErrors."""

    def __init__(
        self,
        model: Mapping[str, Any],
        blueprint: Path,
        answers: Mapping[str, str],
        beside: Rendering | None = None,
        seen: Mapping[str, Any] | None = None,
        extensions: Sequence[str] = (),
    ) -> None:
        self._blueprint = blueprint
        if broken := list(stack.faults(blueprint)):
            raise BlueprintErrors(broken)
        known = beside is not None and beside.templates.blueprint == blueprint
        with self._watch("making the list of files"):
            templates = None if known else _templates(blueprint, extensions)
            super().__init__(model, blueprint, answers, beside, templates, seen)

    def listed(self, text: str) -> list[Row]:
        """Return the rows that the manifests make, or raise all that is wrong with them."""
        try:
            rows: list[Row] = json.loads(text)
        except ValueError as error:
            raise BlueprintErrors(
                [f"{FILES}: it does not make a list: {error}"]
            ) from error
        wrong = [self._place(path, rows, why) for path, why in _wrong(rows)]
        wrong = wrong or list(self._without_template(rows))
        if wrong:
            raise BlueprintErrors(wrong)
        return rows

    def text(self, row: Row) -> str:
        """Return the file that a row stands for, or say what is wrong with its template."""
        item = self.item(row)
        of = f" for {item['name']}" if isinstance(item, dict) and "name" in item else ""
        with self._watch(f"making {row['path']}{of}"):
            return super().text(row)

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield every file with its path; or raise all that is wrong with any of them."""
        texts = gathered(self.text, self.rows)
        for row, text in zip(self.rows, texts, strict=True):
            yield row["path"], text

    def rendered(self, template: Template, names: Mapping[str, Any]) -> str:
        """Return what a template makes of some names, if that is not too long."""
        pieces, size = [], 0
        for piece in template.generate(names):
            pieces.append(piece)
            size += len(piece)
            if size > limits.SIZE:
                raise limits.LimitError(
                    f"{template.name}: it makes more than {limits.SIZE >> 20} million "
                    "characters"
                )
        return "".join(pieces)

    @contextmanager
    def _watch(self, making: str) -> Iterator[None]:
        try:
            with limits.limited(limits.SECONDS, limits.ROOM):
                yield
        except (BlueprintErrors, MissingPartError):
            raise
        except Exception as error:  # whatever it is, a template made it
            text = told(error, self._blueprint, making)
            raise BlueprintErrors([text]) from error

    def filled(self, text: str, names: Mapping[str, Any]) -> str:
        """Return what a text of `copier.yml` becomes, with some names more."""
        with self._watch(f"reading {text!r} in copier.yml"):
            template = self.templates.environment.from_string(text)
            return self.rendered(template, {**self._everywhere, **names})

    def _without_template(self, rows: list[Row]) -> Iterator[str]:
        for names in dict.fromkeys(tuple(row["templates"]) for row in rows):
            if not any((self._blueprint / name).is_file() for name in names):
                path = names[0].partition("/outputs/")[2].removesuffix(".jinja")
                yield (
                    f"{self._line(path)}: {path!r} has no template: "
                    f"there is no {' and no '.join(names)}"
                )

    def _place(self, path: str, rows: list[Row], why: str) -> str:
        names = [row["template"] for row in rows if row["path"] == path]
        return f"{self._line(names[-1]) if names else FILES}: {why}"

    def _line(self, template: str) -> str:
        """Return where a manifest names a template, the highest layer's first."""
        for path in sorted(self._blueprint.glob("*/manifest.jinja"), reverse=True):
            lines = path.read_text(encoding="utf-8").splitlines()
            for number, line in enumerate(lines, 1):
                if f'"{template}"' in line:
                    return f"{path.relative_to(self._blueprint).as_posix()}:{number}"
        return FILES


def _wrong(rows: Any) -> Iterator[tuple[str, str]]:
    """Yield each path that can't be, and why."""
    for row in rows:
        if not isinstance(row.get("path"), str) or not row["path"]:
            yield str(row.get("path")), "a row makes no path"
    yield from faults(row["path"] for row in rows)


def _templates(blueprint: Path, extensions: Sequence[str]) -> Templates:
    """Return templates that see nothing of the machine, and make nothing immense.

    Only those whose blueprint is trusted have extensions.
    """
    templates = render.templates_of(blueprint)
    environment = templates.environment
    for name in extensions:
        try:
            environment.add_extension(name)
        except (AttributeError, ImportError, TypeError) as error:
            why = f"the extension {name} can't be loaded: {error}"
            raise BlueprintErrors([f"copier.yml: {why}"]) from error
    for name in () if extensions else _OF_THE_MACHINE:
        environment.filters.pop(name, None)
    environment.intercepted_binops = frozenset({"*", "**"})
    environment.binop_table |= {"*": _times, "**": _power}
    environment.loader = _inside(blueprint)
    cache = None if extensions else environment.bytecode_cache
    environment.bytecode_cache = _by_content(cache)
    return templates


def _times(left: Any, right: Any) -> Any:
    for many, number in ((left, right), (right, left)):
        if (
            isinstance(number, int)
            and isinstance(many, Sized)
            and len(many) * number > _MOST
        ):
            raise limits.LimitError("it multiplies a text into something immense")
    return left * right


def _power(left: Any, right: Any) -> Any:
    if (
        isinstance(left, int)
        and isinstance(right, int)
        and left.bit_length() * right > _MOST
    ):
        raise limits.LimitError("it raises a number to something immense")
    return left**right


def _inside(blueprint: Path) -> FileSystemLoader:
    """Return what reads templates, unless they are links that lead out of the blueprint."""
    from jinja2 import Environment, FileSystemLoader

    class Inside(FileSystemLoader):
        def get_source(
            self, environment: Environment, template: str
        ) -> tuple[str, str, Callable[[], bool]]:
            found = super().get_source(environment, template)
            if not Path(found[1]).resolve().is_relative_to(blueprint.resolve()):
                raise BlueprintErrors(
                    [f"{template}: it is a link out of the blueprint"]
                )
            return found

    return Inside(blueprint)


def _by_content(cache: BytecodeCache | None) -> BytecodeCache | None:
    """Return where compiled templates are kept, whatever folder they are fetched into."""
    from jinja2 import Environment, FileSystemBytecodeCache

    class ByContent(FileSystemBytecodeCache):
        def get_bucket(
            self, environment: Environment, name: str, filename: str | None, source: str
        ) -> Bucket:
            del filename  # another one each time
            key = f"watched {self.get_source_checksum(source)}"
            return super().get_bucket(environment, name, key, source)

    if isinstance(cache, FileSystemBytecodeCache):
        return ByContent(cache.directory, cache.pattern)
    return None
