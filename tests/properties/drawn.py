"""Strategies that write designs: most pass `check`, all are what an author could write."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import yaml
from drawn_dependencies import with_dependencies
from drawn_events import events
from drawn_jobs import jobs
from drawn_names import name_apart
from drawn_operations import operations
from drawn_rules import (
    PERIODS,
    asked_of_enums,
    checks,
    computed,
    indexes,
    kept_apart,
    unique_groups,
)
from drawn_states import with_states
from drawn_values import with_values
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from features import CAPABILITIES

AWKWARD_FIELDS = (
    *(
        "a",
        "b2",
        "z_9",
        "from",
        "class",
        "order",
        "group",
        "select",
        "limit_to",
        "type",
    ),
    *("self", "cls", "metadata", "registry", "json", "copy", "model_dump_it", "list"),
    *("sa", "orm", "dt", "decimal", "uuid", "enums", "session", "entity", "data"),
    *(
        "model",
        "value",
        "key",
        "path",
        "request",
        "body",
        "user",
        "null",
        "true",
        "yes",
    ),
    *("created_on", "happened_at", "day", "name", "title", "count", "total", "n" * 60),
    *("an_extraordinarily_long_name_of_a_field_that_says_everything",),
)
AWKWARD_ENTITIES = (
    *("A", "B2", "Order", "User", "Class", "Union", "Series", "Import", "None", "Any"),
    *("Field", "Base", "Query", "Page", "Path", "Text", "Enum", "Model", "Session"),
    *("Exception", "Test", "TestCase", "HTTPServer", "Person", "OrderLine", "Decimal"),
    *("Entity", "Repository", "Service", "Router", "Note", "Thing", "Date", "Status"),
    *("X" * 60, "AnExtraordinarilyLongNameOfAnEntityThatLeavesNothingUnsaid2"),
)
AWKWARD_VALUES = (
    *("no", "on", "2d", "a-b", "n_a", "null", "HIGH", "class", "x", "True"),
    *("on hold", "N/A", "3.5", "grün", "at :noon"),
)
PATTERNS = (
    *("^[A-Z]{2,4}$", "^[a-z0-9-]+$", r"^\d{3}/\d{2}$", "^(foo|bar)[.]x?$"),
    *("[a-z]", r"^[\w.]+$", "^'\"?$", r"^\\[{}]%$"),
)
TEXTS = st.text(
    st.characters(exclude_categories=["C", "Z"])
    | st.just(" ")
    | st.sampled_from(list("{}%#\"'\\`$<>&|;:-")),
    min_size=1,
    max_size=30,
)
"""What a description may say, and some of what it may not."""

_SNAKE = st.sampled_from(AWKWARD_FIELDS) | st.from_regex(
    r"[a-z][a-z0-9]{0,8}(_[a-z0-9]{1,6}){0,2}", fullmatch=True
)
_CLASS = st.sampled_from(AWKWARD_ENTITIES) | st.from_regex(
    r"([A-Z][a-z]{1,8}){1,3}", fullmatch=True
)
_BOOLEANS = st.booleans()


TRAITS = [
    "no_timestamps",
    *(word for each in CAPABILITIES for word in each.drawn.traits),
]
ENTITY_WORDS = {
    word: values for each in CAPABILITIES for word, values in each.drawn.words.items()
}
"""Keywords of an entity, with their values."""

RELATIONS = [form for each in CAPABILITIES for form in each.drawn.relations]
"""Forms of relations that a capability has."""


def modifiers_of(kind: str) -> list[str]:
    """Return the modifiers of capabilities that a type takes."""
    return [
        word
        for each in CAPABILITIES
        for word, kinds in each.drawn.modifiers.items()
        if kind in kinds
    ]


@dataclass
class Draft:
    """An entity while it is written: what relations to it and groups of it have to know."""

    name: str
    fields: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)

    @property
    def has_long_key(self) -> bool:
        return isinstance(self.words.get("key"), list)


@st.composite
def designs(draw: DrawFn, texts: SearchStrategy[str] = TEXTS, most: int = 4) -> str:
    """A design as YAML text."""
    names = draw(st.lists(_CLASS, min_size=1, max_size=most, unique_by=str.lower))
    enums = draw(st.dictionaries(_CLASS, _values(), max_size=2))
    drafts: list[Draft] = []
    for name in names:
        drafts.append(_entity(draw, name, drafts, enums, texts))
    if draw(st.integers(0, 7)) == 0 and _BETWEEN not in names:
        drafts += _between(draw, [each for each in drafts if not each.has_long_key])
        names = [each.name for each in drafts]
    design: dict[str, Any] = {"name": "drawn"}
    design |= _project(draw, texts)
    if enums:
        design["enums"] = {
            name: _told(draw, name, enums[name], texts) for name in enums
        }
    if draw(_BOOLEANS) and len(names) > 1:
        design["areas"] = {"first": names[:1], "second": names[1:]}
    design["entities"] = {
        each.name: {**each.words, "fields": each.fields} for each in drafts
    }
    with_values(draw, design)
    for name, each in design["entities"].items():
        if name != _BETWEEN:
            with_states(draw, each)
            name_apart(draw, each)
    if draw(_BOOLEANS):
        _remember(draw, design)
    _with_work(draw, design)
    return as_yaml(design, allow_unicode=draw(_BOOLEANS))


def _with_work(draw: DrawFn, design: dict[str, Any]) -> None:
    """Give some designs operations of their own, events, jobs, and others that they call."""
    for word, write in (("operations", operations), ("events", events)):
        if draw(st.integers(0, 3)) == 0 and (found := write(draw, design)):
            design[word] = found
    if draw(st.integers(0, 3)) == 0:
        design["jobs"] = jobs(draw, design)
        with_dependencies(draw, design)


_BETWEEN = "Between"


def _between(draw: DrawFn, sides: Sequence[Draft]) -> list[Draft]:
    """Return an entity that relates two others, as seen from one side or from both."""
    if not sides:
        return []
    near, far = (draw(st.sampled_from(sides)) for _ in range(2))
    rule = draw(st.sampled_from(["", " on_delete(cascade)"]))
    ends = {"here": f"{near.name}{rule}", "there": far.name}
    draft = Draft(_BETWEEN, {**ends, "rank": "integer = 1"})
    if draw(_BOOLEANS):
        draft.words["key"] = [*ends]
    if draw(_BOOLEANS):
        draft.words["traits"] = [draw(st.sampled_from(TRAITS))]
    word = draw(st.sampled_from(["", " filter"]))
    near.fields["related"] = f"{far.name}[] through({_BETWEEN}, here, there){word}"
    if draw(_BOOLEANS):
        far.fields["related_back"] = f"{near.name}[] by related"
    return [draft]


class _Plain(yaml.SafeDumper):
    """Writes again what stands in two places, instead of pointing at it."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def as_yaml(design: dict[str, Any], *, allow_unicode: bool = False) -> str:
    """Return a design as YAML text."""
    return yaml.dump(
        design, Dumper=_Plain, sort_keys=False, allow_unicode=allow_unicode
    )


def _remember(draw: DrawFn, design: dict[str, Any]) -> None:
    """Say of some things what they were called before."""
    for name, enum in design.get("enums", {}).items():
        told = isinstance(enum, dict)
        first, *values = enum["values"] if told else enum
        renamed = [f"{first} was(earlier-{draw(_ONE_OR_TWO)})", *values]
        said = (
            dict(zip(renamed, enum["values"].values(), strict=True))
            if told
            else renamed
        )
        native = (
            {k: v for k, v in enum.items() if k in ("native", "type")} if told else {}
        )
        design["enums"][name] = {"values": said, **native}
    if "areas" in design and draw(_BOOLEANS):
        entities = design["areas"]["second"]
        design["areas"]["second"] = {"was": "former", "entities": entities}
    for name, entity in design["entities"].items():
        if draw(_BOOLEANS):
            entity["was"] = f"Former{name}"[:60]
        for each in list(entity["fields"])[: draw(_ONE_OR_TWO)]:
            entity["fields"][each] += f" was(former_{each[:50].rstrip('_')})"


def _told(
    draw: DrawFn, name: str, values: list[str], texts: SearchStrategy[str]
) -> Any:
    """Return the values of an enum, as a list or with a text beside each."""
    if draw(_BOOLEANS):
        return values
    said = {each: draw(st.none() | texts) for each in values}
    native = {"native": True, "type": f"of {name}"[:60]} if draw(_BOOLEANS) else {}
    ordered = draw(_BOOLEANS)
    return {"description": draw(texts), "values": said, "ordered": ordered, **native}


_ONE_OR_TWO = st.integers(1, 2)


def _values() -> SearchStrategy[list[str]]:
    one = st.sampled_from(AWKWARD_VALUES) | st.text(
        string.ascii_letters, min_size=1, max_size=12
    )
    return st.lists(one, min_size=1, max_size=4, unique_by=str.upper)


_KEYS: Sequence[Mapping[str, Any]] = (
    {},
    {"idempotency": True},
    {"idempotency": {"keep": "90m", "required": True}},
)


_ANSWERS: Sequence[Mapping[str, Any]] = (
    {},
    {"prefer": True},
    {"json_patch": True},
    {"rate_limit": {"limit": "9000/day", "headers": "ietf"}},
)


_SERVERS: Sequence[Mapping[str, Any]] = (
    *({}, {}, {"telemetry": True}),
    *({"cache": {"store": "redis"}}, {"files": {"store": "s3"}}),
    {"cache": {"store": "redis"}, "files": {"store": "s3"}, "telemetry": True},
)


CLUSTERS: Sequence[Mapping[str, Any]] = (
    {"kubernetes": True},
    {
        "kubernetes": {"helm": True, "image": "r.example.com:5000/a/drawn"},
        "environments": {"a": {}, "b-2": {"throughput": "900/s"}},
    },
    {
        "kubernetes": {"gateway": "edge/public", "service_monitor": True, "helm": True},
        "environments": {
            "staging": {"replicas": 1, "host": "staging.example.com"},
            "production": {},
        },
        "monitoring": True,
    },
)
"""What a design says of a cluster, in which it has PostgreSQL, and files in S3."""


def _project(draw: DrawFn, texts: SearchStrategy[str]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if draw(_BOOLEANS):
        said |= {"title": draw(texts), "description": draw(texts)}
    if draw(_BOOLEANS):
        paged = {"pagination": draw(st.sampled_from(["page", "cursor"]))}
        found = {"search": draw(st.sampled_from(["parts", "simple", "english"]))}
        errors = {"errors": draw(st.sampled_from(["envelope", "problem"]))}
        said["api"] = paged | found | errors | draw(st.sampled_from(_KEYS))
        said["api"] |= draw(st.sampled_from(_ANSWERS))
    if draw(_BOOLEANS):
        said["database"] = {"engine": draw(st.sampled_from(["postgresql", "sqlite"]))}
    said |= draw(st.sampled_from(_SERVERS))
    if draw(st.integers(0, 3)) == 0:
        said |= in_a_cluster(draw(st.sampled_from(CLUSTERS)))
    if draw(_BOOLEANS):
        said["documents"] = draw(st.sampled_from([True, {"overview": False}]))
    return said


def in_a_cluster(cluster: Mapping[str, Any]) -> dict[str, Any]:
    """Return the words of a project that is deployed to a cluster."""
    return {
        "database": {"engine": "postgresql"},
        "files": {"store": "s3"},
        "deployment": {**cluster},
    }


def _entity(
    draw: DrawFn,
    name: str,
    before: Sequence[Draft],
    enums: dict[str, list[str]],
    texts: SearchStrategy[str],
) -> Draft:
    draft = Draft(name)
    for each in draw(st.lists(_SNAKE, min_size=1, max_size=6, unique=True)):
        kind = draw(st.sampled_from([*SCALARS, *enums]))
        written = _shared(draw, kind, enums) if kind in enums else SCALARS[kind](draw)
        draft.fields[each], draft.kinds[each] = written, kind
    for number, target in enumerate(draw(_some([*before, draft], 2))):
        line = _relation(draw, target, own=draft)
        known = target is not draft and not target.has_long_key
        called = _called(draw, line, number) if known else ""
        draft.fields[_SIDES[number]] = line + called
        if line.endswith(" nested") and draw(_BOOLEANS):
            target.fields["mirrored"] = f"{name}[] by {_SIDES[number]}"
    if draw(_BOOLEANS):
        draft.words["description"] = draw(texts)
    draft.words |= _traits(draw)
    _keyed(draw, draft, before)
    asked = asked_of_enums(draft.fields, enums)
    _grouped(draw, draft, asked)
    if draw(_BOOLEANS) and (
        line := computed(draw, readable(draft.fields, draft.kinds), asked)
    ):
        draft.fields["worked_out"] = line
    return draft


def readable(fields: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, str]:
    """Return the types of fields that a computed one may read."""
    return {
        name: kind
        for name, kind in kinds.items()
        if "writeonly" not in str(fields[name]) and "column(" not in str(fields[name])
    }


_SIDES = ("owner", "second_side")


def _some(items: Sequence[Any], most: int) -> SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(list(items)), max_size=most)


def _relation(draw: DrawFn, target: Draft, own: Draft) -> str:
    if draw(st.integers(0, 4)) == 0:
        nested = [each for each in RELATIONS if each.endswith("[] nested")]
        forms = nested if target.has_long_key else RELATIONS
        return str(draw(st.sampled_from(forms))).format(target.name)
    unique = [name for name, line in target.fields.items() if " unique" in line]
    to = f" to({unique[0]})" if unique and draw(_BOOLEANS) else ""
    if target is own or draw(_BOOLEANS):
        rest = ["", " on_delete(set_null)", " one", " filter", " index", " unique"]
        rest += [" on_delete(no_action) on_update(set_null)", " deferred"]
        rest += [" deferrable"]
        return f"{target.name}?{to}{draw(st.sampled_from(rest))}"
    rest = ["", " on_delete(cascade)", " on_delete(restrict) filter", " immutable"]
    rest += [
        " on_update(cascade)",
        " deferred",
        " on_delete(no_action) on_update(restrict)",
    ]
    return f"{target.name}{to}{draw(st.sampled_from(rest))}"


def _called(draw: DrawFn, line: str, number: int) -> str:
    """Give a relation's column a name of its own, or the table of a list of keys."""
    if draw(st.integers(0, 3)):
        return ""
    return (
        f' table("Own & {number}")' if "[]" in line else f' column("Its Id {number}")'
    )


def _traits(draw: DrawFn) -> dict[str, Any]:
    words: dict[str, Any] = {}
    if chosen := draw(st.lists(st.sampled_from(TRAITS), max_size=2, unique=True)):
        words["traits"] = chosen
    if draw(st.integers(0, 3)) == 0:
        operations = ["list", "get", "create", "replace", "update", "delete"]
        words["operations"] = draw(
            st.lists(st.sampled_from(operations), min_size=1, unique=True)
        )
        written = {"create", "update", "delete"} & {*words["operations"]}
        if written and draw(st.booleans()):
            words["operations"].append("batch")
    for word, values in ENTITY_WORDS.items():
        if draw(st.integers(0, 3)) == 0:
            words[word] = draw(st.sampled_from(values))
    if "no_timestamps" in words.get("traits", ()):
        words.pop("retention", None)  # which counts from a row's creation
    return words


def _keyed(draw: DrawFn, draft: Draft, before: Sequence[Draft]) -> None:
    """Give some entities a key of their own, of one part or of two."""
    form = draw(st.integers(0, 9))
    if form == 0:
        draft.fields |= {"code": f"string(12){draw(_KEY_WORDS)}"}
        draft.words["key"] = "code"
    elif form == 1:
        draft.fields |= {"year": "integer min(1)", "day_of_it": "date filter sort"}
        draft.words["key"] = ["year", "day_of_it"]
    elif form == 2 and before:
        draft.fields |= {"part_of": f"{before[0].name} on_delete(cascade)"}
        draft.fields |= {"position": "bigint"}
        draft.words["key"] = ["part_of", "position"]
    elif form == 5:
        draft.fields |= {"at": "datetime", "on_or_off": "boolean", "hour": "time sort"}
        draft.words["key"] = ["at", "on_or_off", "hour"]
    elif form in (3, 4):
        draft.fields |= {"number": f"{draw(_GENERATED)} auto{draw(_NUMBER_WORDS)}"}


_KEY_WORDS = st.sampled_from(["", " sort", ' pattern("^[A-Z]+$")', " filter search"])


_GENERATED = st.sampled_from(["integer", "bigint", "string(16)", "uuid"])
_NUMBER_WORDS = st.sampled_from(["", " sort", " filter"])


def _grouped(draw: DrawFn, draft: Draft, asked: Sequence[str]) -> None:
    """Give some entities a unique pair, indexes and checks over their own fields."""
    optional = [
        name
        for name, line in draft.fields.items()
        if line.split()[0].endswith("?")
        and not {"readonly", "internal"} & {*line.split()}
    ]
    for word, write in (
        ("unique", partial(unique_groups, optional=optional)),
        ("indexes", partial(indexes, asked=asked)),
        ("checks", partial(checks, asked=asked)),
    ):
        if draw(_BOOLEANS) and (said := write(draw, draft.kinds)):
            draft.words[word] = said
    if draw(_BOOLEANS):
        written = {
            name: kind
            for name, kind in draft.kinds.items()
            if not {"readonly", "internal"} & {*draft.fields[name].split()}
        }
        starts = [kind for kind in written.values() if kind in PERIODS]
        for kind in starts[:1]:
            draft.fields["upto"], written["upto"] = f"{kind}?", kind
            draft.kinds["upto"] = kind
        kept_apart(draw, written, draft.words, asked)


def _shared(draw: DrawFn, enum: str, values: dict[str, list[str]]) -> str:
    rest = ["", "?", " filter", " sort", f' = "{values[enum][0]}"']
    return f"{enum}{draw(st.sampled_from(rest))}"


def _plain(kind: str, *rest: str) -> Any:
    """A writer of fields of a type with some of its modifiers."""
    chosen = [*rest, *modifiers_of(kind.partition("(")[0])]

    def write(draw: DrawFn) -> str:
        optional = draw(st.sampled_from(["", "", "?"]))
        words = draw(st.lists(st.sampled_from(chosen), max_size=2, unique_by=_first))
        return " ".join([f"{kind}{optional}", *words])

    return write


def _string(draw: DrawFn) -> str:
    if draw(st.integers(0, 3)) == 0:
        pattern = draw(st.sampled_from(PATTERNS)).replace('"', '\\"')
        return f'string(40) pattern("{pattern}")'
    length = draw(st.integers(1, 300))
    kind = draw(st.sampled_from([f"string({length})", f"char({length})", "varchar"]))
    if kind == "varchar":
        return str(_plain(kind, "filter", "search", "trim", "immutable")(draw))
    lengths = ("length(1)",) if kind.startswith("string") else ()
    words = (*_ORDERED, *lengths, "immutable", "lower", "upper", "trim")
    return str(_plain(kind, *words)(draw))


def _decimal(draw: DrawFn) -> str:
    digits = draw(st.integers(1, 15))
    scale = draw(st.integers(0, digits))
    return str(_plain(f"decimal({digits},{scale})", *_ORDERED, "min(0)")(draw))


def _own_enum(draw: DrawFn) -> str:
    values = ", ".join(f'"{each}"' for each in draw(_values()))
    return f"enum({values}){draw(st.sampled_from(['', '?', ' filter']))}"


def _list(draw: DrawFn) -> str:
    kind = draw(
        st.sampled_from(
            [
                "string(20)",
                "integer",
                "url",
                "date",
                "datetime_local",
                "uuid",
                "decimal(5,2)",
                "ip",
                "enum(a, b)",
            ]
        )
    )
    return f"{kind}[]{draw(st.sampled_from(['', ' = []', ' length(1, 5)']))}"


def _first(word: str) -> str:
    """What a field says only once."""
    return word.split(maxsplit=1)[0].partition("(")[0]


def _file(draw: DrawFn) -> str:
    media = draw(st.sampled_from(["image/*", "image/png, application/pdf", "audio/*"]))
    size = draw(st.sampled_from(["", ", 90kB", ", 5MB", ", 1GiB"]))
    return f"file({media}{size})?{draw(st.sampled_from(['', ' pii']))}"


_ORDERED = ("filter", "sort", "index", "readonly", "immutable")
_HIDDEN = ("writeonly", "immutable", "internal")
SCALARS = {
    "string": _string,
    "text": _plain("text", "filter", "length(2, 900)", "not_blank", *_HIDDEN),
    "integer": _plain("integer", *_ORDERED, "min(-5)", "max(2000)", "= 7"),
    "smallint": _plain("smallint", *_ORDERED, "min(-5)", "= 7", "unique"),
    "bigint": _plain(
        "bigint", *_ORDERED, "min(0)", "= 9007199254740993", "unique", "readonly = next"
    ),
    "float": _plain("float", *_ORDERED, "min(0.5)", "max(99.5)", "= 1.5"),
    "decimal": _decimal,
    "boolean": _plain("boolean", "filter", "sort", "= true", "= false", "readonly"),
    "date": _plain(
        "date", *_ORDERED, "unique", '= "2026-01-31"', "= today", "min(2000-01-01)"
    ),
    "time": _plain("time", *_ORDERED, '= "09:30:00"', "max(20:00:00)"),
    "datetime": _plain(
        "datetime",
        *_ORDERED,
        '= "2026-01-31T09:30:00Z"',
        "= now",
        "min(2001-01-01T00:00:00Z)",
    ),
    "datetime_local": _plain(
        "datetime_local",
        *_ORDERED,
        '= "2026-01-31T09:30:00"',
        "= now",
        "unique",
        "max(2101-01-01T00:00:00)",
    ),
    "uuid": _plain("uuid", *_ORDERED, "unique", "= uuid"),
    "email": _plain("email", *_ORDERED, "unique", "lower"),
    "url": _plain("url", "filter", '= "https://example.com/?a=%7B"'),
    "ip": _plain("ip", *_ORDERED),
    "json": _plain("json", "= {}", "= []", "writeonly"),
    "bytes": _plain("bytes", '= "aGVsbG8="', "readonly"),
    "file": _file,
    "enum": _own_enum,
    "list": _list,
}
"""A writer for each type; what some of their words say together is refused."""
