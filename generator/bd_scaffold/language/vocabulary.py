"""Which words stand where, which come later, and how a place of the design is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TypeVar

from ..diagnostics import did_you_mean, one_of
from ..record import Record
from .api_versions import OlderVersion
from .area import Area
from .cache import Cache
from .custom import Custom, Refusal
from .deployment import Deployment
from .design import Design, Entity, FieldType, ValueType
from .documents import Documents, Milestone, Phase, Risk, Roadmap
from .enum_types import EnumType
from .events import Event
from .files import Files
from .jobs import Job
from .kubernetes import Environment, Kubernetes
from .messaging import Messaging
from .reading import Words
from .realtime import Channel
from .resilience import Breaker, Dependency
from .retention import Retention
from .row_rules import Check, Exclusion, Index, Unique
from .sections import (
    Api,
    Architecture,
    Database,
    Decision,
    Functional,
    Idempotency,
    Latency,
    Limit,
    Paging,
    Quality,
    Rates,
    Recovery,
    Requirements,
)
from .security import Access, Role, Security
from .transitions import Transition
from .tree import Path
from .volume import Volume

T = TypeVar("T")


_NOTHING: Mapping[str, str] = MappingProxyType({})


class Level(Record, frozen=True):
    """A kind of mapping in the design: its name in messages, its words, and those to come."""

    name: str
    mapping: type[Words] | None
    later: tuple[str, ...] = ()
    instead: Mapping[str, str] = _NOTHING  # what to do without a word that seems likely

    @property
    def words(self) -> tuple[str, ...]:
        """The words that stand here now."""
        words = self.mapping.words.values() if self.mapping else ()
        return tuple(each.name for each in words if not each.hidden)

    def way_out(self, word: str) -> str:
        """What to write in place of a word that isn't one here."""
        close = self.instead.get(word) or did_you_mean(word, self.words)
        return close or one_of(self.words)


_NO_REPLACE = {"replace": "Whoever may `update` a row replaces it, too."}

_LEVELS: dict[tuple[str, ...], Level] = {
    (): Level(
        "the design",
        Design,
        ("services",),
    ),
    ("requirements",): Level("requirements", Requirements),
    ("requirements", "functional", "*"): Level("a functional requirement", Functional),
    ("requirements", "quality"): Level("quality", Quality),
    ("requirements", "quality", "latency"): Level("latency", Latency),
    ("requirements", "quality", "recovery"): Level("recovery", Recovery),
    ("requirements", "quality", "volume", "*"): Level("a volume", Volume),
    ("architecture",): Level("architecture", Architecture),
    ("architecture", "decisions", "*"): Level("a decision", Decision),
    ("api",): Level("api", Api, ("styles",)),
    ("api", "idempotency"): Level("idempotency", Idempotency),
    ("api", "versions", "*"): Level("an older version", OlderVersion),
    ("api", "versions", "*", "had", "*"): Level("a field", FieldType),
    ("api", "limit"): Level("limit", Limit),
    ("api", "rate_limit"): Level("rate_limit", Rates),
    ("api", "pagination"): Level("pagination", Paging),
    ("cache",): Level("cache", Cache),
    ("database",): Level("database", Database, ("replicas", "partitioning")),
    ("deployment",): Level("deployment", Deployment),
    ("deployment", "kubernetes"): Level("kubernetes", Kubernetes),
    ("deployment", "environments", "*"): Level("an environment", Environment),
    ("documents",): Level("documents", Documents),
    ("files",): Level("files", Files),
    ("messaging",): Level("messaging", Messaging),
    ("roadmap",): Level("roadmap", Roadmap),
    ("roadmap", "phases", "*"): Level("a phase", Phase),
    ("roadmap", "phases", "*", "milestones", "*"): Level("a milestone", Milestone),
    ("roadmap", "risks", "*"): Level("a risk", Risk),
    ("realtime", "*"): Level("rooms", Channel),
    ("resilience", "*"): Level("a dependency", Dependency),
    ("resilience", "*", "breaker"): Level("breaker", Breaker),
    ("operations", "*"): Level("an operation", Custom),
    ("operations", "*", "input", "*"): Level("a field", FieldType),
    ("operations", "*", "output", "*"): Level("a field", FieldType),
    ("operations", "*", "errors", "*"): Level("an error", Refusal),
    ("events", "*"): Level("an event", Event),
    ("jobs", "*"): Level("a job", Job),
    ("jobs", "*", "input", "*"): Level("a field", FieldType),
    ("security",): Level("security", Security),
    ("security", "roles", "*"): Level("a role", Role),
    ("security", "defaults"): Level("defaults", Access, (), _NO_REPLACE),
    ("enums", "*"): Level("an enum", EnumType),
    ("types", "*"): Level("a value type", ValueType),
    ("types", "*", "fields", "*"): Level("a part", FieldType),
    ("types", "*", "checks", "*"): Level("a check", Check),
    ("areas", "*"): Level("an area", Area),
    ("entities", "*"): Level(
        "an entity",
        Entity,
        ("store",),
    ),
    ("entities", "*", "retention"): Level("retention", Retention),
    ("entities", "*", "fields", "*"): Level("a field", FieldType),
    ("entities", "*", "unique", "*"): Level(
        "a unique group", Unique, ("deferred", "deferrable")
    ),
    ("entities", "*", "indexes", "*"): Level("an index", Index),
    ("entities", "*", "checks", "*"): Level("a check", Check),
    ("entities", "*", "exclude", "*"): Level("an exclusion", Exclusion),
    ("entities", "*", "transitions", "*"): Level("a transition", Transition),
    ("entities", "*", "access"): Level("access", Access, (), _NO_REPLACE),
    ("entities", "*", "pagination"): Level("pagination", Paging),
}

_OWN_LEVELS: dict[tuple[str, ...], str] = {
    (): "project",
    ("areas", "*"): "area",
    ("entities", "*"): "entity",
    ("entities", "*", "fields", "*"): "field",
}

_LATER_VALUES: dict[tuple[str, ...], tuple[str, ...]] = {
    ("architecture", "style"): ("microservices", "serverless"),
    ("database", "engine"): ("mongodb", "mysql", "mariadb", "dynamodb"),
}


def level_of(path: Path) -> Level:
    """The kind of mapping that stands at a path."""
    return _matching(_LEVELS, path) or Level("this place", None)


def own_level(path: Path) -> str | None:
    """The level of words of a team's own that stand at a path; None where none do."""
    return _matching(_OWN_LEVELS, path)


def is_own(path: Path) -> bool:
    """True for the place of a team's own words, `x-acme`, under which any JSON may stand."""
    return str(path[-1]).startswith("x-") and own_level(path[:-1]) is not None


def comes_later(path: Path) -> bool:
    """True for a word that is in the language and not supported yet."""
    return path[-1] in level_of(path[:-1]).later


def value_comes_later(path: Path, value: str) -> bool:
    """True for a value that is in the language and not supported yet."""
    return value in (_matching(_LATER_VALUES, path) or ())


_WHOLE = (("indexes",), ("exclude",), ("transitions",))


def is_needed(path: Path) -> bool:
    """True for a word without a stand-in, so that the mapping around it has to go."""
    return path[-1] == "entities" or path[-3:-2] in _WHOLE


def is_demand(path: Path) -> bool:
    """True for what a check demands, without which it is none."""
    return path[-3:-2] == ("checks",) and path[-1] in ("rule", "postgresql", "sqlite")


def _matching(table: dict[tuple[str, ...], T], path: Path) -> T | None:
    for pattern, found in table.items():
        if len(pattern) == len(path) and all(
            part in ("*", step) for part, step in zip(pattern, path, strict=True)
        ):
            return found
    return None


def subject(path: Path) -> str:
    """How messages call a place: `Order.customer`, `api.limit.max`."""
    if path[:1] in (("entities",), ("types",)) and len(path) > 1:
        path = path[1:2] + (path[3:] if path[2:3] == ("fields",) else path[2:])
    named = path[:1] in (("operations",), ("events",), ("jobs",), ("realtime",))
    path = path[1:] if named and len(path) > 1 else path
    return ".".join(step for step in path if isinstance(step, str))


def later_words() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The words and values of later releases, by where they stand."""
    for level in _LEVELS.values():
        if level.later:
            yield level.name, level.later
    for path, values in _LATER_VALUES.items():
        yield f"`{path[-1] if path[-1] != '*' else path[-2]}`", values
