"""Trying a blueprint with designs: those that come along, and its own.

What each design makes is held against what it has to be: Python as black has it, without a
finding of ruff's, as the blueprint's goldens have it, and with tests that pass.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

from .. import pipeline
from ..model import store
from ..render import black, ruff, uv
from ..render.recipe import recipe
from ..render.render import Row
from ..render.source_map import Tracer
from ..render.write import write
from ..sources import blueprint_errors, resources, stack
from ..sources.blueprints import Blueprint, Saying
from ..sources.compiled import COMPILED, DESIGN, compiled, values_of
from ..sources.stack import BlueprintError, Stack
from ..tree import Tree
from . import coverage
from .coverage import Coverage
from .findings import Finding
from .lint import lint

Progress = Callable[[str], None]

_POSITION = re.compile(r"^\d+:\d+: ")
_MAKING = re.compile(r" \(making .*\)$")


@dataclass(frozen=True, slots=True)
class Design:
    """A design that a blueprint is tried with."""

    name: str
    path: Path
    own: bool  # the blueprint's, and not one that comes along


@dataclass(frozen=True, slots=True)
class Failure:
    """One way in which what a design makes is not as it has to be."""

    kind: str  # "design", "render", "black", "ruff", "golden", "run"
    path: str  # in the project, or in the blueprint
    message: str
    made_by: str = ""  # the template and the line of it, where they are known

    @property
    def cause(self) -> tuple[str, str, str]:
        """What failures have alike that one change ends."""
        said = _POSITION.sub("", _MAKING.sub("", self.message))
        return self.kind, self.made_by or self.path, said


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one design."""

    design: str
    files: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of all of them."""

    tried: tuple[Tried, ...]
    coverage: Coverage
    findings: tuple[Finding, ...]  # what `lint` calls an error
    ruff: bool  # it was there to ask
    rewritten: tuple[str, ...]  # designs whose goldens were written anew

    @property
    def failed(self) -> bool:
        """Whether anything is not as it has to be."""
        failures = any(each.failures for each in self.tried)
        return bool(self.findings) or failures or not self.ruff


@dataclass(frozen=True, slots=True)
class GalleryOptions:
    """What is asked of a trial."""

    designs: tuple[str, ...] = ()  # only these; all if none
    run: bool = False  # install the projects, and run their tests
    rewrite: bool = False  # take what is made today for golden


def designs(folder: Path) -> tuple[Design, ...]:
    """Return the designs that come along and those of a blueprint, which take their places."""
    along = {name: resources.example(name) for name in resources.examples()}
    own = {path.stem: path for path in (folder / "tests" / "designs").glob("*.yaml")}
    return tuple(
        Design(name, path, name in own) for name, path in sorted((along | own).items())
    )


def run(folder: Path, options: GalleryOptions, progress: Progress) -> Trial:
    """Try a blueprint with its designs."""
    said = stack.read(folder)
    findings = tuple(each for each in lint(folder) if each.severity == "error")
    chosen = _chosen(designs(folder), options.designs)
    bench = _Bench(folder, said, options, progress)
    tried = tuple(bench.tried(each) for each in chosen)
    return Trial(
        tried=tried,
        coverage=coverage.of_layer(bench.tracer, folder, said),
        findings=findings,
        ruff=ruff.is_installed(),
        rewritten=tuple(bench.rewritten),
    )


def _chosen(there: Sequence[Design], names: Sequence[str]) -> list[Design]:
    unknown = sorted(set(names) - {each.name for each in there})
    if unknown:
        known = ", ".join(each.name for each in there)
        raise BlueprintError(f"there is no design {unknown[0]!r}; there are: {known}")
    return [each for each in there if not names or each.name in names]


@dataclass(frozen=True, slots=True)
class _Made:
    """What a design makes."""

    tree: Tree
    own: Tree  # what of it the own layer's templates make
    marked: Tree  # the same with marks of where it is from


class _Bench:
    """A blueprint, and what is remembered from one design to the next."""

    def __init__(
        self, folder: Path, said: Stack, options: GalleryOptions, progress: Progress
    ) -> None:
        self.tracer = Tracer(folder)
        self.rewritten: list[str] = []
        self._folder = folder
        self._stack = said
        self._wish = options
        self._tell = progress
        self._stable: set[str] = set()  # texts that black has seen

    def tried(self, design: Design) -> Tried:
        """Return what comes of one design."""
        self._tell(f"{design.name}: rendering")
        text = pipeline.read(design.path)
        failures: list[Failure] = []
        try:
            made = self._made(design, text, failures)
        except pipeline.MistakesError as error:
            said = (Failure("design", "", str(each)) for each in error.mistakes)
            return Tried(design.name, 0, tuple(said))
        except Exception as error:  # noqa: BLE001 - templates raise anything
            return Tried(design.name, 0, tuple(_unrendered(error, self._folder)))
        failures += self._failures(design, made, complete=not failures)
        return Tried(design.name, len(made.tree), tuple(failures))

    def _made(self, design: Design, text: bytes, failures: list[Failure]) -> _Made:
        """Return what a design makes; files that can't be rendered become failures."""
        layers = [layer.name for layer in self._stack.layers]
        words = pipeline.words_in(self._folder, layers)
        checked = pipeline.check(text, str(design.path), words)
        stored = store.dump(pipeline.build(checked))
        model = store.read(stored)
        address = f"bd://{self._stack.name}.git"
        blueprint = Blueprint(address, "v0.0.0", self._folder)
        saying = Saying(data=_yaml(self._folder / f"tests/answers/{design.name}.yaml"))
        made_with = recipe(blueprint, lambda: stored, {}, saying, running=False)
        plain = made_with.rendering(stored, model)
        answers = {**made_with.answers, "bd_model": stored}
        marked = self.tracer.rendering(model, answers, made_with.seen)
        tree = {DESIGN: text.decode(), COMPILED: compiled(text, stored, stored=stored)}
        own: Tree = {}
        traced: Tree = {}
        for row in plain.rows:
            try:
                tree[row["path"]] = plain.text(row)
                traced[row["path"]] = marked.text(row)
            except Exception as error:  # noqa: BLE001 - templates raise anything
                failures += _unrendered(error, self._folder)
            else:
                if self._is_own(row):
                    own[row["path"]] = tree[row["path"]]
        return _Made(tree, own, traced)

    def _is_own(self, row: Row) -> bool:
        """Return whether the own layer makes a file, or fills a slot of it."""
        made = (each for each in row["templates"] if (self._folder / each).is_file())
        fills = (each for slot in row["fills"].values() for each in slot)
        own = f"{self._stack.own.name}/"
        return any(each.startswith(own) for each in (next(made), *fills))

    def _failures(
        self, design: Design, made: _Made, *, complete: bool
    ) -> Iterator[Failure]:
        self._tell(f"{design.name}: black")
        yield from self._unstable(made)
        if complete:
            yield from self._against_golden(design, made.own)
        with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
            write(made.tree, Path(scratch))
            if ruff.is_installed():
                self._tell(f"{design.name}: ruff")
                for line in ruff.findings(Path(scratch)):
                    path, _, message = line.partition(":")
                    place = self._made_by(made, path, message.partition(":")[0])
                    yield Failure("ruff", path, message, place)
            if self._wish.run and complete:
                yield from self._ran(design, Path(scratch))

    def _unstable(self, made: _Made) -> Iterator[Failure]:
        for path, text in made.tree.items():
            if not path.endswith((".py", ".pyi")) or text in self._stable:
                continue
            if black.is_stable(text):
                self._stable.add(text)
            elif (broken := black.unreadable_line(text)) is not None:
                place = self._made_by(made, path, str(broken))
                yield Failure("black", path, f"line {broken} does not parse", place)
            else:
                place = self._made_by(made, path, str(black.first_change(text)))
                yield Failure("black", path, "black would change it", place)

    def _made_by(self, made: _Made, path: str, number: str) -> str:
        """Return the template and the line that made a line of a file, where it is known."""
        if path not in made.marked or not number.isdecimal():
            return ""
        origins = self.tracer.lines(made.marked[path], made.tree[path]) or ()
        at = int(number) - 1
        return str(origins[at].place) if 0 <= at < len(origins) else ""

    def _against_golden(self, design: Design, made: Tree) -> Iterator[Failure]:
        """Yield how the own layer's files differ from what was accepted once."""
        golden = self._folder / "tests" / "golden" / design.name
        if self._wish.rewrite and (design.own or golden.is_dir()):
            _replace(golden, made)
            self.rewritten.append(design.name)
        elif golden.is_dir():
            yield from _differences(_held(golden), made)

    def _ran(self, design: Design, folder: Path) -> Iterator[Failure]:
        """Yield what fails in the project: its lock, its types, its migration, its tests."""
        for command in _COMMANDS:
            self._tell(f"{design.name}: uv {' '.join(command)}")
            ended = uv.run(folder, *command)
            if not ended.worked:
                last = ended.said.strip().splitlines()[-_SHOWN:]
                message = "\n".join([f"`uv {' '.join(command)}` failed", *last])
                yield Failure("run", "", message)
                if command == _COMMANDS[0]:
                    return


_SHOWN = 20
_COMMANDS = (
    ("sync", "--locked", "--quiet"),
    ("run", "--no-sync", "black", "--check", "--quiet", "."),
    ("run", "--no-sync", "ruff", "check"),
    ("run", "--no-sync", "mypy"),
    ("run", "--no-sync", "alembic", "upgrade", "head"),
    ("run", "--no-sync", "pytest", "-q", "--no-header"),
)
"""What a project has to stand; what comes first has to work for the others to make sense."""


# What a design needs beside its text


def _yaml(path: Path) -> dict[str, Any]:
    values = values_of(path.read_bytes()) if path.is_file() else {}
    return values if isinstance(values, dict) else {}


# What can't be rendered


def _unrendered(error: Exception, folder: Path) -> Iterator[Failure]:
    """Yield what is wrong with a blueprint, each with its template and line where there are any."""
    for fault in getattr(error, "faults", None) or (
        blueprint_errors.told(error, folder, ""),
    ):
        placed = _PLACED.match(fault)
        place = placed[1] if placed else ""
        yield Failure("render", place, fault[placed.end() :] if placed else fault)


_PLACED = re.compile(r"(\S+:\d+): ")


# Goldens


def _held(golden: Path) -> Tree:
    return {
        path.relative_to(golden).as_posix(): path.read_bytes().decode()
        for path in sorted(golden.rglob("*"))
        if path.is_file()
    }


def _replace(golden: Path, made: Tree) -> None:
    for path in _held(golden) if golden.is_dir() else ():
        (golden / path).unlink()
    golden.mkdir(parents=True, exist_ok=True)
    write(made, golden)


def _differences(held: Tree, made: Tree) -> Iterator[Failure]:
    for path in sorted(held.keys() | made.keys()):
        if path not in made:
            yield Failure("golden", path, "it is not made any more")
        elif path not in held:
            yield Failure("golden", path, "it is new; --rewrite accepts it")
        elif made[path] != held[path]:
            yield Failure("golden", path, _difference(held[path], made[path]))


def _difference(held: str, made: str) -> str:
    lines = unified_diff(
        held.splitlines(), made.splitlines(), "golden", "made", lineterm="", n=1
    )
    return "\n".join(["it differs; --rewrite accepts it", *lines])
