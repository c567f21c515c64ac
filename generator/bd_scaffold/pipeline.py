"""The story on one screen: load → resolve → check → build → contract → render → write.

Each stage takes a value and makes a new one. The author's mistakes travel in one
exception, `MistakesError`; any other exception that leaves here is a bug of ours.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bd_scaffold.diagnostics import Diagnostic
from bd_scaffold.features import FEATURES, traits_of
from bd_scaffold.record import Record
from bd_scaffold.render.write import (
    DestinationError,
    check_destination,
    replace,
    staged,
    write_each,
)
from bd_scaffold.sources import blueprints, git, resources, stack
from bd_scaffold.sources.compiled import (
    ANSWERS,
    COMPILED,
    DESIGN,
    OWN_CONTRACT,
    UnfitDesignError,
    compiled,
    parsed,
    values_of,
)

if TYPE_CHECKING:
    from bd_scaffold.contract import OwnContract
    from bd_scaffold.features.feature import Feature
    from bd_scaffold.language.namespace import Namespace
    from bd_scaffold.model.types import Entity, Model
    from bd_scaffold.render.render import Rendering
    from bd_scaffold.render.tasks import Task
    from bd_scaffold.resolve import Resolved
    from bd_scaffold.sources.blueprints import Blueprint
    from bd_scaffold.tree import Tree

Saying = blueprints.Saying
NOTHING = blueprints.NOTHING

Progress = Callable[[str], None]
"""Told what is being done, for whoever waits."""


class UnreadableError(Exception):
    """A design's file can't be read."""


REFUSALS = (
    UnreadableError,
    UnfitDesignError,
    DestinationError,
    git.GitError,
    resources.NoSuchExampleError,
    stack.BlueprintError,
)
"""What can't be done as asked, said in the exception's own words."""


class MistakesError(Exception):
    """What is wrong with a design: every mistake, in the order of the file."""

    def __init__(self, mistakes: tuple[Diagnostic, ...]) -> None:
        super().__init__(f"{len(mistakes)} mistakes")
        self.mistakes = mistakes


class Served(Record, frozen=True):
    """One entity as a new project serves it."""

    name: str
    path: str
    operations: tuple[str, ...]


class Origin(Record, frozen=True):
    """Which blueprint a new project is made from."""

    address: str = resources.SOURCE
    version: str | None = None  # None for the newest
    saying: Saying = NOTHING  # what its questions are answered


_AT_ROOT = (".github/", ".gitlab-ci.yml", ".pre-commit-config.yaml")

OURS = Origin()
"""The blueprint that comes with this package."""


class Created(Record, frozen=True):
    """What `create` made."""

    destination: Path
    package: str
    entities: tuple[Served, ...]
    files: int
    repository: bool
    enclosing: Path | None
    """The work tree that the folder belongs to, where it got no repository of its own."""
    at_root: tuple[str, ...]
    """Files that other programs look for at the root of a repository only."""
    blueprint: str
    version: str
    """The version of the blueprint; none for a folder without git, which nothing follows."""
    elsewhere: str | None  # an address for others of a local blueprint; "" if unknown


def origin(said: str | None, version: str | None, saying: Saying = NOTHING) -> Origin:
    """Return where the blueprint is that somebody calls so; ours if nobody says anything."""
    if said is None:
        return Origin(version=version, saying=saying)
    return Origin(blueprints.address_of(said), version, saying)


def origin_of(folder: Path) -> Origin:
    """Return which blueprint the project in a folder follows; ours where there is none."""
    values = _answers(folder)
    if "_src_path" not in values:
        return OURS
    version = values.get("_commit")
    return Origin(str(values["_src_path"]), None if version is None else str(version))


def _answers(folder: Path) -> Mapping[str, Any]:
    """Return what Copier remembers of the project in a folder; nothing where there is none."""
    path = folder / ANSWERS
    values = values_of(path.read_bytes()) if path.is_file() else None
    return values if isinstance(values, dict) else {}


def words_for(wanted: Origin) -> tuple[Namespace, ...]:
    """Return the words that a blueprint adds to the language."""
    with _blueprint(wanted) as blueprint:
        return words_of(blueprint)


def words_of(blueprint: Blueprint) -> tuple[Namespace, ...]:
    """Return the words that the layers of a blueprint add, or raise all that is wrong."""
    if blueprint.folder == resources.BLUEPRINT:
        return ()
    layers = stack.read(blueprint.folder).layers
    return words_in(blueprint.folder, [layer.name for layer in layers])


def words_in(blueprint: Path, layers: Iterable[str]) -> tuple[Namespace, ...]:
    """Return the words of a blueprint's layers, or raise all that is wrong with any of them."""
    from bd_scaffold.language.words import FILE, words_of

    files = {each: blueprint / each / FILE for each in layers}
    found = [
        words_of(path.read_bytes(), layer, f"{layer}/{FILE}")
        for layer, path in files.items()
        if path.is_file()
    ]
    if mistakes := [mistake for each in found for mistake in each.diagnostics]:
        raise MistakesError(tuple(mistakes))
    return tuple(each.namespace for each in found if each.namespace)


def check(
    text: bytes,
    source: str,
    words: Sequence[Namespace] = (),
    features: tuple[Feature, ...] = FEATURES,
) -> Resolved:
    """Return the design that a text says, resolved, or raise all that is wrong with it.

    The words are those of a team's own, of each blueprint in use that has some.
    """
    from bd_scaffold import beside

    found = beside.reviewed(text, source, words, features)
    if found.resolved is None or found.mistakes:
        raise MistakesError(found.mistakes)
    return found.resolved


def noted(
    text: bytes, source: str, words: Sequence[Namespace] = ()
) -> tuple[Diagnostic, ...]:
    """Return what a design brings along without saying so, or raise all that is wrong with it."""
    from bd_scaffold import beside

    found = beside.reviewed(text, source, words, FEATURES)
    if found.mistakes:
        raise MistakesError(found.mistakes)
    return found.notes()


def own_contract(text: bytes, source: str) -> OwnContract:
    """Return what a team adds to the contract, or raise all that is wrong with it."""
    from bd_scaffold import contract

    found, mistakes = contract.own_contract(text, source)
    if mistakes:
        raise MistakesError(mistakes)
    return found


def derive(resolved: Resolved) -> Model:
    """Return the model of a resolved design, without its contract."""
    from bd_scaffold import documents, model

    return documents.attach(model.build(resolved), resolved)


def build(
    resolved: Resolved, previous: Model | None = None, own: OwnContract | None = None
) -> Model:
    """Return the model of a resolved design, with its contract attached.

    What `previous` has alike is taken from there, which is much faster. A team's own part of
    the contract has to fit, or all that is wrong with it is raised.
    """
    from bd_scaffold import contract

    built, added = derive(resolved), own or contract.NOTHING
    mistakes = added.document and contract.mistakes_of(added, contract.generated(built))
    if mistakes:
        raise MistakesError(mistakes)
    return contract.attach(built, previous, added, resolved.others)


def render(text: bytes, model: Model) -> Tree:
    """Return every file of the project, the design and its compiled form among them."""
    from bd_scaffold.model import store

    with _blueprint(OURS) as blueprint:
        stored = store.dump(model)
        return dict(_files(text, stored, _rendering(stored, blueprint)[0]))


@contextmanager
def _blueprint(origin: Origin) -> Iterator[Blueprint]:
    """Give the blueprint of an origin, with its files at hand for as long as it takes."""
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        yield blueprints.opened(origin.address, origin.version, Path(scratch))


def _rendering(
    stored: str, blueprint: Blueprint, saying: Saying = NOTHING
) -> tuple[Rendering, tuple[Task, ...]]:
    """Return what renders a model, and what the blueprint wants run over the files."""
    from bd_scaffold.model import store
    from bd_scaffold.render.recipe import recipe

    made_with = recipe(blueprint, lambda: stored, {}, saying)
    rendering = made_with.rendering(stored, store.read(stored))
    return rendering, made_with.tasks(rendering, "copy")


def _files(text: bytes, stored: str, rendering: Rendering) -> Iterator[tuple[str, str]]:
    """Yield every file: each is made when it is asked for, since together they are large."""
    yield DESIGN, text.decode()
    yield COMPILED, compiled(text, stored, stored=stored)
    yield from rendering.files()


def create(
    text: bytes,
    source: str,
    destination: Path,
    *,
    repository: bool,
    progress: Progress,
    origin: Origin = OURS,
    features: tuple[Feature, ...] = FEATURES,
) -> Created:
    """Write a new project that follows a design: the whole of it, or nothing."""
    from bd_scaffold import beside
    from bd_scaffold.model import store

    check_destination(destination)
    if repository:
        git.check_installed()
    with _blueprint(origin) as blueprint:
        progress("reading the design")
        resolved = check(text, source, words_of(blueprint), features)
        progress("deriving the model and its contract")
        model, others = build(resolved), beside.files(resolved)
        project = model.project
        served = tuple(_served(model, each) for each in model.entities)
        stored = store.dump(model)
        del resolved, model  # the text says it all, and what comes needs the room
        progress("" if origin.saying.ask else "rendering")  # a question needs the line
        rendering, wanted = _rendering(stored, blueprint, origin.saying)
        enclosing = git.enclosing_work_tree(destination) if repository else None
        committed = repository and enclosing is None
        message = f"Create {project.name} from its design"
        files = chain(others.items(), _files(text, stored, rendering))
        with staged(destination) as folder:
            if committed and not wanted:
                paths = git.start_repository(folder, files, message)
            else:
                paths = write_each(files, folder)
                if wanted:
                    _run(wanted, folder, progress)
                if committed:
                    git.start_repository_of(folder, message)
    return Created(
        destination=destination,
        package=project.package,
        entities=served,
        files=len(paths),
        repository=committed,
        enclosing=enclosing,
        at_root=tuple(path for path in paths if path.startswith(_AT_ROOT)),
        blueprint=blueprint.address,
        version=blueprint.version,
        elsewhere=blueprints.elsewhere(blueprint.address),
    )


def _run(wanted: Sequence[Task], folder: Path, progress: Progress) -> None:
    from bd_scaffold.render import tasks

    tasks.run(wanted, folder, progress)


def compile_design(project: Path, origin: Origin | None = None) -> bool:
    """Bring the `.bd/model.yaml` of a folder without history up to its design.

    The design may use the words of the blueprint that is named, or that made the project.
    Say whether that changed the file.
    """
    from bd_scaffold.model import store

    text = read(project / DESIGN)
    path = project / COMPILED
    old = path.read_bytes() if path.is_file() else b""
    words = words_for(origin or origin_of(project))
    resolved = check(text, str(project / DESIGN), words)
    beside = project / OWN_CONTRACT
    own = own_contract(beside.read_bytes() if beside.is_file() else b"", str(beside))
    answers = _answers(project)
    stored = str(answers.get("bd_model", ""))
    model = build(resolved, store.load(parsed(old).model or stored), own)
    new = compiled(text, store.dump(model), stored=stored).encode()
    if new != old:
        replace(path, new)
    return new != old


STANDARD_INPUT = Path("-")


def read(path: Path) -> bytes:
    """Return what stands in a design's file, or what the standard input gives for `-`."""
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path} can't be read: {error.strerror}") from error


def schema(words: Sequence[Namespace] = ()) -> dict[str, Any]:
    """Return the JSON Schema of a design, with a team's own words where they are known."""
    from bd_scaffold.language.schema import json_schema

    return json_schema(words, traits_of(FEATURES))


def model_schema() -> dict[str, Any]:
    """Return the JSON Schema of a stored model, which templates see."""
    from bd_scaffold.model.schema import json_schema

    return json_schema()


def example(name: str) -> Path:
    """Return the file of an example's design."""
    return resources.example(name)


def examples() -> list[str]:
    """Return the names of the examples."""
    return resources.examples()


def _served(model: Model, entity: Entity) -> Served:
    return Served(
        name=entity.name,
        path=model.api.prefix + entity.path,
        operations=tuple(each.name for each in entity.operations),
    )
