"""Rendering a blueprint in memory: the files that `copier copy` would write, without Copier.

The environment is the one Copier makes from the blueprint's `copier.yml`, so the same
templates serve both; a test holds the two outputs against each other byte by byte.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from bd_scaffold.tree import Tree, check_paths

from ..record import Record
from ..sources.blueprint_errors import MissingPartError
from .reads import MEMBER, Reads

if TYPE_CHECKING:
    from jinja2 import FileSystemBytecodeCache, Template
    from jinja2.sandbox import SandboxedEnvironment

FILES = "files.json.jinja"
_PART = re.compile(r"\w+/parts/([^/]+)/manifest\.jinja")

# The lists of the model that a manifest's row may be `each` of, and the name under which
# a template then sees its item.
_ITEMS = {
    "areas": "area",
    "entities": "entity",
    "decisions": "decision",
    "custom": "group",
    "retired": "retired",
    "versions": "older",
    "dependencies": "dependency",
    "environments": "environment",
    "cloud_environments": "cloud_environment",
}


class Row(TypedDict):
    """One file of the output, as the manifest lists it."""

    path: str
    template: str  # as the manifest calls it: "src/__package__/main.py"
    templates: list[
        str
    ]  # where it may be, in the layers and parts: the first that is there counts
    fills: dict[str, list[str]]  # what fills its slots, by the slot's name, in order
    each: str
    index: int


MANY = 30
"""How many files a template makes at least for which it is looked through beforehand."""


class Templates(Record, frozen=True):
    """A blueprint's templates, and what notes the names that they look up."""

    blueprint: Path
    environment: SandboxedEnvironment
    noted: set[str]
    reads: Reads


def templates_of(blueprint: Path) -> Templates:
    """Return a blueprint's templates, none of them read yet."""
    environment, noted = _environment(blueprint)
    return Templates(blueprint, environment, noted, Reads(environment))


class Rendering:
    """A blueprint over a model, before anything is rendered but the list of files.

    It notes what each file was made from, so that a second model which says the same there
    needs no second render; that one is made `beside` the first.
    """

    def __init__(
        self,
        model: Mapping[str, Any],
        blueprint: Path,
        answers: Mapping[str, Any],
        beside: Rendering | None = None,
        templates: Templates | None = None,
        seen: Mapping[str, Any] | None = None,
    ) -> None:
        self.model = model
        own = {name: each for name, each in answers.items() if name[0] != "_"}
        self.seen = {**own, **(seen or {})}  # what else templates know, by name
        if beside is not None and beside.templates.blueprint == blueprint:
            templates = beside.templates
        self.templates: Templates = templates or templates_of(blueprint)
        self.sources: dict[str, frozenset[str]] = {}  # what each file was made from
        self._everywhere = {
            **self.seen,
            "model": _Noting(model, self.templates.noted),
            "bd_model": answers["bd_model"],
            "_copier_answers": answers,
        }
        self._alike: dict[str, bool] = {}
        self._settled: dict[tuple[str, ...], bool] = {}
        self._same_items: dict[tuple[str, int, int], bool] = {}
        self.rows = self.listed(self._list_of_files())

    def _list_of_files(self) -> str:
        from jinja2 import TemplateNotFound

        files = self.templates.environment.get_template(FILES)
        try:
            return self.rendered(files, self._everywhere)
        except TemplateNotFound as error:
            part = _PART.fullmatch(str(error.name))
            if part and part[1] in self.model["parts"]:
                raise MissingPartError(part[1], part[0]) from error
            raise

    def listed(self, text: str) -> list[Row]:
        """Return the files that the manifests list."""
        rows: list[Row] = json.loads(text)
        check_paths(row["path"] for row in rows)
        return rows

    def rendered(self, template: Template, names: Mapping[str, Any]) -> str:
        """Return what a template makes of some names."""
        return template.render(names)

    def text(self, row: Row) -> str:
        """Return the file that a row stands for."""
        template = self.templates.environment.select_template(row["templates"])
        self.templates.noted.clear()
        scope = {**_scope(self.model, row), "fills": row["fills"]}
        names = {**self._everywhere, **scope}
        text = self.rendered(template, names)
        self.sources[row["path"]] = frozenset(self.templates.noted)
        return text

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield every file with its path."""
        for row in self.rows:
            yield row["path"], self.text(row)

    def tree(self) -> Tree:
        """Return every file, by its path."""
        return dict(self.files())

    def item(self, row: Row) -> Any:
        """Return the item of the model that a row is for, or nothing."""
        return self.model[row["each"]][row["index"]] if row["each"] in _ITEMS else None

    def is_known(self, row: Row, older: Rendering, old: Row) -> bool:
        """Tell whether a file is one that an older render made, from what both are made of."""
        sources = older.sources.get(old["path"])
        return (
            sources is not None
            and self.templates is older.templates
            and row["templates"] == old["templates"]
            and row["fills"] == old["fills"]
            and self._is_same_item(row, older, old)
            and all(self._says_the_same(source, older) for source in sources)
        )

    def is_settled(self, row: Row, older: Rendering, old: Row) -> bool:
        """Tell whether a file is the same in an older render, before either is rendered.

        It is asked of templates that make many files, since they have to be looked through.
        """
        return (
            row["each"] in _ITEMS
            and len(self.model[row["each"]]) >= MANY
            and self.templates is older.templates
            and row["templates"] == old["templates"]
            and row["fills"] == old["fills"]
            and self._is_same_item(row, older, old)
            and self._reads_the_same(row, older)
        )

    def _reads_the_same(self, row: Row, older: Rendering) -> bool:
        fills = [file for files in row["fills"].values() for file in files]
        key = (*row["templates"], "", *fills)
        if key not in self._settled:
            names = self.templates.reads.of(row["templates"], fills)
            self._settled[key] = names is not None and all(
                self._has_the_same(name, older) for name in names - _HARMLESS
            )
        return self._settled[key]

    def _has_the_same(self, name: str, older: Rendering) -> bool:
        """Tell whether a name stands for the same in both, if it is one from outside."""
        if name.startswith(MEMBER):
            member = name.removeprefix(MEMBER)
            return self.model.get(member) == older.model.get(member)
        return self._everywhere.get(name) == older._everywhere.get(name)

    def _is_same_item(self, row: Row, older: Rendering, old: Row) -> bool:
        key = row["each"], row["index"], old["index"]
        if row["each"] != old["each"]:
            return False
        if key not in self._same_items:  # an entity has a dozen files
            self._same_items[key] = self.item(row) == older.item(old)
        return self._same_items[key]

    def _says_the_same(self, source: str, older: Rendering) -> bool:
        if source not in self._alike:
            name = source.removeprefix(MEMBER)
            ours, theirs = (
                (self.model, older.model) if name != source else (self.seen, older.seen)
            )
            member, _, record = name.partition(_OF)
            known = member in ours and member in theirs
            if known and record:
                both = (_record(ours[member], record), _record(theirs[member], record))
                self._alike[source] = both[0] == both[1]
            else:
                self._alike[source] = known and ours[member] == theirs[member]
        return self._alike[source] or source in _HARMLESS


_HARMLESS = {"model", "fills", *_ITEMS.values()}
"""Names whose use alone says nothing: what is read of the model is noted by itself, and what
fills a slot is compared with the row."""


class _Noting(dict[str, Any]):
    """The model as templates see it; it notes which of its members they read.

    Of a member that holds records by their names, it notes which of these.
    """

    def __init__(
        self, held: Mapping[str, Any], noted: set[str], within: str = ""
    ) -> None:
        super().__init__(held)
        self._noted = noted
        self._prefix = f"{MEMBER}{within}{_OF}" if within else MEMBER
        self._all = f"{MEMBER}{within}" if within else "the whole model"
        if not within:
            for name, each in held.items():
                if _holds_records(each):
                    super().__setitem__(name, _Noting(each, noted, name))

    def __getitem__(self, name: str) -> Any:
        if not isinstance(super().get(name), _Noting):
            self._noted.add(self._prefix + name)
        return super().__getitem__(name)

    def _whole(self, *_: Any) -> Any:
        self._noted.add(self._all)

    def __iter__(self) -> Any:
        self._whole()
        return super().__iter__()

    def __len__(self) -> int:
        self._whole()
        return super().__len__()

    def __eq__(self, other: object) -> bool:
        self._whole()
        return super().__eq__(other)

    __hash__ = None

    def items(self) -> Any:
        """Return what any dictionary would, and note that all of it may be read."""
        self._whole()
        return super().items()

    def keys(self) -> Any:
        """Return what any dictionary would, and note that all of it may be read."""
        self._whole()
        return super().keys()

    def values(self) -> Any:
        """Return what any dictionary would, and note that all of it may be read."""
        self._whole()
        return super().values()

    def get(self, name: str, default: Any = None) -> Any:
        """Return what any dictionary would, and note what is read."""
        if name not in self:
            return default
        return self[name]

    def __contains__(self, name: object) -> bool:
        self._noted.add(f"{self._prefix}{name}")
        return super().__contains__(name)


_OF = "\n"
"""What stands between a member of the model and one of the records in it, where both are noted."""


def _record(member: Any, name: str) -> Any:
    """Return one of the records that a member of the model holds, or the member that has none."""
    return member.get(name) if isinstance(member, dict) else member


def _holds_records(member: Any) -> bool:
    """Tell whether a member of the model holds records by their names, and nothing else."""
    return isinstance(member, dict) and all(
        isinstance(each, dict | list) for each in member.values()
    )


def options(blueprint: Path) -> dict[str, Any]:
    """Return what makes an environment the one that Copier makes for a blueprint."""
    from jinja2 import FileSystemLoader, StrictUndefined

    return {
        "loader": FileSystemLoader(blueprint),
        "extensions": ["jinja2_ansible_filters.AnsibleCoreFiltersExtension"],
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "keep_trailing_newline": True,
        "auto_reload": False,
        "cache_size": -1,
    }


_OF_DICTIONARIES = frozenset(dir(dict))


def _environment(blueprint: Path) -> tuple[SandboxedEnvironment, set[str]]:
    """Return a blueprint's environment, and what notes the names that its templates look up."""
    from jinja2.runtime import Context
    from jinja2.sandbox import SandboxedEnvironment

    noted: set[str] = set()

    class NotingContext(Context):
        def resolve_or_missing(self, key: str) -> Any:
            noted.add(key)
            return super().resolve_or_missing(key)

    class DictionaryEnvironment(SandboxedEnvironment):
        def getattr(self, obj: Any, attribute: str) -> Any:
            # What it does anyway, without an AttributeError for each thing that is read.
            if (
                type(obj) is dict
                and attribute in obj
                and attribute not in _OF_DICTIONARIES
            ):
                return obj[attribute]
            return super().getattr(obj, attribute)

    environment = DictionaryEnvironment(
        **options(blueprint), bytecode_cache=_compiled_templates()
    )
    environment.context_class = NotingContext
    return environment, noted


def _compiled_templates() -> FileSystemBytecodeCache | None:
    """Return where compiled templates are kept: compiling them costs as much as the rest.

    None where the folder for temporary files is not to be trusted, or not to be written to.
    """
    from jinja2 import FileSystemBytecodeCache

    try:
        return FileSystemBytecodeCache(pattern=f"{version('jinja2')}_%s.cache")
    except (OSError, RuntimeError):
        return None


def _scope(model: Mapping[str, Any], row: Row) -> dict[str, Any]:
    """Return the names beside `model` that the row's template sees."""
    scope: dict[str, Any] = dict.fromkeys(_ITEMS.values())
    if row["each"] in _ITEMS:
        scope[_ITEMS[row["each"]]] = model[row["each"]][row["index"]]
    return scope
