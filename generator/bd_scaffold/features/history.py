"""`history`: a copy of a row at each change of it, and who may read what it was."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.access_expression import AccessExpression, names_in, walk
from ..language.design import Design, Entity
from ..language.finding import Finding
from ..language.trait import Trait
from ..operation import HttpEndpoint, Operation
from ..record import replace
from .described import TEXT, schema, shown_as
from .feature import (
    AddedContract,
    Cost,
    Feature,
    Reasons,
    Repository,
    Subject,
    Usage,
    has_trait,
)
from .routes import Answer, Router
from .tables import Copies, TableColumn

_WORD = "history"
_OWN = "history_"
_MODULE = "core.db.history"
_SHOWN = "core.http.history"


def _wanted(design: Design) -> bool:
    return has_trait(design, _WORD)


def _rule(name: str, entity: Entity) -> Iterator[Finding]:
    """What a row was is read by whoever reads a row, by what its copies have."""
    if _WORD not in entity.traits:
        return
    path = ("entities", name, "traits")
    if "get" not in entity.operations:
        message = f"Nobody reads one {name}, by whose rule its history would be read."
        hint = "Add get to operations, or leave the trait out."
        yield Finding(path, "BD426", message, hint)
    for each in _read_by_rules(entity):
        field = entity.fields.get(each)
        if field is not None and field.writeonly:
            message = f"Who may read {name} hangs on {each}, of which no copy is kept."
            hint = f"Make {each} internal, or leave the trait out."
            yield Finding(path, "BD426", message, hint)
    for each in entity.fields:
        if each.startswith(_OWN):
            message = f"{each} would be a column of the history's own."
            hint = f'Give it a name that does not begin with "{_OWN}".'
            yield Finding(("entities", name, "fields", each), "BD426", message, hint)


def _read_by_rules(entity: Entity) -> Iterator[str]:
    """Yield the fields of its own by which it hangs on a row who may read it."""
    if entity.owner:
        yield entity.owner.partition(".")[0]
    for word in ("get", "read"):
        said = getattr(entity.access, word, None)
        for leaf in walk(said.tree) if isinstance(said, AccessExpression) else ():
            yield from (each.partition(".")[0] for each in names_in(leaf))


def _operations(subject: Subject) -> Iterator[Operation]:
    """Yield what a row's changes were, and what it was; who reads a row reads both."""
    yield Operation(
        name="history",
        kind="action",
        id=f"list_history_of_{subject.singular}",
        summary=f"List the changes of one {subject.label}, the newest first",
        call="history",
        returned="entries",
        errors=("not_found", "invalid"),
        http=HttpEndpoint("get", f"{subject.item_path}/history", 200, errors=()),
        python=None,
        key_of=subject.name,
        controls=("limit", "cursor"),
        result="history-page",
        rule="get",
    )
    yield Operation(
        name="as_of",
        kind="action",
        id=f"get_{subject.singular}_as_of",
        summary=f"Read one {subject.label} as it was at a moment",
        call="as_of",
        returned="entry",
        errors=("not_found", "invalid"),
        http=HttpEndpoint("get", f"{subject.item_path}/as-of", 200, errors=()),
        python=None,
        key_of=subject.name,
        controls=("moment",),
        result="history-entry",
        rule="get",
    )


def _copies(design: Design | None) -> Copies:
    """Return the columns of a copy's own: what was done, when, by whom and for which request."""
    signs_in = design is not None and design.security is not None
    by = (TableColumn(f"{_OWN}by_id", "uuid", nullable=True),) if signs_in else ()
    return Copies(
        _WORD,
        (
            TableColumn(f"{_OWN}id", "bigint", primary=True, numbered=True),
            TableColumn(f"{_OWN}operation", "string", length=100),
            TableColumn(f"{_OWN}at", "datetime"),
            *by,
            TableColumn(f"{_OWN}request_id", "string", length=128),
        ),
    )


def _form(usage: Usage) -> Feature:
    """Return it with the table of the copies, as the design's callers sign in or not."""
    return replace(FEATURE, copies=_copies(usage.design))


_VALUES = {
    "type": "object",
    "additionalProperties": True,
    "description": "What the row was, by the names of this version of the API: its values "
    "then, which need not be as values have to be today.",
}


def _contract(design: Design, _prefix: str) -> AddedContract:
    by = {"anyOf": [schema("uuid"), {"type": "null"}]}
    entry = shown_as(
        operation={**TEXT, "examples": ["update"]},
        at=schema("date-time"),
        **({"by_id": by} if design.security is not None else {}),
        request_id=TEXT,
        changed={"type": "array", "items": TEXT},
        values=_VALUES,
    )
    page = shown_as(
        data={"type": "array", "items": schema("history-entry")},
        pagination=schema("cursor-pagination"),
    )
    moment = {
        "name": "moment",
        "in": "query",
        "required": True,
        "description": "When: what was changed later is left out.",
        "schema": schema("date-time"),
    }
    return AddedContract(
        parameters={"moment": moment},
        schemas={"history-entry": entry, "history-page": page},
    )


FEATURE = Feature(
    name=_WORD,
    said="traits: [history]",
    summary="Each change of a row is kept, and read by whoever could read the row then.",
    reasons=Reasons(
        9109,
        "The history of rows is kept",
        "People ask what a row contained on a given day, and who changed it.",
        "Each change writes a copy of the row, in the same transaction.",
        "Every write stores an additional row. A command deletes history that "
        "is no longer needed.",
    ),
    used_by=lambda usage: _WORD in usage.written.traits,
    wanted=_wanted,
    form=_form,
    traits=(Trait(_WORD, "keeps what rows were, by whom and when they were changed"),),
    rule=_rule,
    classes=("HistoryBuilder", "HistoryEntry", "HistoryPage", "HistoryService"),
    operations=_operations,
    contract=_contract,
    mapped=(("models.history", "HISTORY"),),
    repository=Repository(base=(_MODULE, "KeepsHistory"), first=True),
    service=("core.history", "HistoryService"),
    router=Router(
        answers={
            "entries": Answer(
                builder=(_SHOWN, "HistoryBuilder"),
                name="history",
                shown=(_SHOWN, "HistoryPage"),
                query=(_SHOWN, "HistoryQuery"),
            ),
            "entry": Answer(
                builder=(_SHOWN, "HistoryBuilder"),
                name="history",
                shown=(_SHOWN, "HistoryEntry"),
                query=(_SHOWN, "MomentQuery"),
            ),
        }
    ),
    resource=lambda _usage, _given: ("history=True",),
    tests={"history": "history", "as_of": "history"},
    removal=Cost(loses_data=True, breaks_clients=True),
    follows=True,
)
