"""Who may be in a room, and who sees the row of an event: asked of the rules, for many at once."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql import visitors

from chat.core.context import Context
from chat.core.db.conditions import Condition
from chat.core.db.row_rules import ACCOUNT, row_rule
from chat.core.db.scopes import within_scope
from chat.core.db.unit_of_work import reading
from chat.core.db.visibility import access_of, narrowed, visible_values
from chat.core.security.principal import Grants, Principal
from chat.core.security.rules import NOBODY, PUBLIC
from chat.resources import Resources

from .channel import RealtimeChannel

People = frozenset[Principal]
_ACCOUNTS = "_accounts"


class Seeing:
    """Asks the rules of access, once for all principals that have been given the same."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        dialect = resources.database.engine.dialect.name
        self._arrays = dialect == "postgresql"

    async def may_see(
        self, channel: RealtimeChannel, room: object, people: People
    ) -> People:
        """Return to whom a room's row is there."""
        return await self._asked(channel.model, {"id": room}, people, None)

    async def may_join(
        self, channel: RealtimeChannel, room: object, people: People
    ) -> People:
        """Return who may be in a room, which takes that its row is there to them."""
        return await self._asked(channel.model, {"id": room}, people, channel)

    async def may_read(self, model: type[Any], key: str, people: People) -> People:
        """Return to whom a row is there; where it is gone, who would see each of its kind."""
        rest: set[Principal] = set()
        for one, alike in _alike(people):
            if narrowed(model, one.grants):
                rest |= alike
        if not rest:
            return people
        values = dict(_parts(model, key))
        found = people - rest | await self._asked(model, values, frozenset(rest), None)
        rest -= found
        if not rest or await self._is_there(model, values):
            return found
        return found | {each for each in rest if _sees_all(model, each.grants)}

    async def is_there(self, channel: RealtimeChannel, room: object) -> bool:
        """Tell whether there is a row of a room, to whomever."""
        return await self._is_there(channel.model, {"id": room})

    async def _is_there(self, model: type[Any], key: Mapping[str, object]) -> bool:
        """Tell whether there is a row, to whomever; a mark of deletion is none."""
        table = model.__table__
        same = (getattr(model, name) == value for name, value in key.items())
        asked = sa.select(sa.literal_column("1", sa.Integer())).select_from(table)
        async with reading(self._resources) as work:
            found = await work.session.scalar(asked.where(*same, *within_scope(model)))
        return found is not None

    async def _asked(
        self,
        model: type[Any],
        key: Mapping[str, object],
        people: People,
        joining: RealtimeChannel | None,
    ) -> People:
        """Return to whom a row is there, and who may join it where that is asked."""
        found: set[Principal] = set()
        for one, alike in _alike(people):
            kind: Any = model  # which mypy takes for something to remember by
            conditions = _conditions(kind, one.grants, joining)
            if conditions is None:
                continue
            if not conditions:  # it is the same for all of them
                if await self._is_there(model, key):
                    found |= alike
                continue
            asked = _asking(kind, tuple(key), conditions, self._arrays)
            context = Context(principal=one)
            values = visible_values(model, context) | {
                f"_{name}": value for name, value in key.items()
            }
            accounts = [each.id for each in alike]
            values[_ACCOUNTS] = accounts if self._arrays else _listed(accounts)
            async with reading(self._resources, context) as work:
                rows = {*await work.session.scalars(asked, values)}
            is_all = len(rows) == len(alike)
            found |= alike if is_all else {e for e in alike if e.id in rows}
        return frozenset(found)


def _sees_all(model: type[Any], grants: Grants) -> bool:
    access = access_of(model)
    return access is None or access.verdict("get", grants) == PUBLIC


@lru_cache(32)  # those of a room are the same at each event, for the most part
def _alike(people: People) -> Sequence[tuple[Principal, People]]:
    """Return those together whom one question tells apart by their accounts alone."""
    groups: dict[object, list[Principal]] = {}
    for each in people:
        groups.setdefault(each.grants, []).append(each)
    if len(groups) == 1:
        return [(next(iter(people)), people)]
    return [(each[0], frozenset(each)) for each in groups.values()]


def _listed(accounts: Collection[Any]) -> str:
    """Return accounts as SQLite reads a list, in the form in which it has them."""
    return json.dumps([None if each is None else each.hex for each in accounts])


@lru_cache(1024)
def _conditions(
    model: type[Any], grants: Grants, joining: RealtimeChannel | None
) -> tuple[Condition, ...] | None:
    """Return what has to be true of a row; None where it never is."""
    conditions = narrowed(model, grants)
    if joining is None or grants.kind == "system":
        return conditions
    rule = joining.join.fold(grants)
    if rule == NOBODY:
        return None
    return conditions if rule == PUBLIC else (*conditions, row_rule(rule))


@lru_cache(1024)
def _asking(
    model: type[Any],
    key: tuple[str, ...],
    conditions: tuple[Condition, ...],
    arrays: bool,
) -> sa.Select[Any]:
    """Return what finds the accounts to which a row is there."""
    given = sa.bindparam(_ACCOUNTS, type_=ARRAY(sa.Uuid()) if arrays else sa.Text())
    if arrays:
        listed = sa.func.unnest(given).table_valued("account", name="accounts")
        accounts = listed.render_derived()
        account: Any = sa.type_coerce(accounts.c.account, sa.Uuid())
    else:
        accounts = sa.func.json_each(given).table_valued("value", name="accounts")
        account = sa.type_coerce(accounts.c.value, sa.Uuid())

    def whose(element: Any) -> Any:
        is_account = isinstance(element, sa.BindParameter) and element.key == ACCOUNT
        return account if is_account else None

    same = (getattr(model, name) == sa.bindparam(f"_{name}") for name in key)
    narrowing = [*within_scope(model), *(each.expression(model) for each in conditions)]
    replaced: Any = visitors.replacement_traverse
    its = [replaced(each, {}, whose) for each in narrowing]
    rows = accounts.join(model.__table__, sa.true())
    return sa.select(account).select_from(rows).where(*same, *its)


def _parts(model: type[Any], written: str) -> Iterator[tuple[str, object]]:
    """Yield the parts of a row's key, as its attributes have them."""
    mapper = sa.inspect(model)
    for column, part in zip(mapper.primary_key, written.split("/"), strict=True):
        kind: Any = column.type.python_type
        value = getattr(kind, "fromisoformat", kind)(unquote(part))
        yield mapper.get_property_by_column(column).key, value
