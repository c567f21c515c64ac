"""What is asked before an operation of the design's own is called."""

from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from fastapi import Depends
from starlette.requests import HTTPConnection

from workshop.core.db.row_rules import row_rule
from workshop.core.db.unit_of_work import UnitOfWork
from workshop.core.db.visibility import visible_values
from workshop.core.security.access import refusal
from workshop.core.security.authentication import principal_of
from workshop.core.security.operation_rules import OperationRule
from workshop.core.security.rules import NOBODY, PUBLIC, Rule


def allowed(rule: OperationRule, *, of_row: bool = False) -> Any:
    """Refuse whoever may not call an operation, before anything of a request is read.

    Who has signed in, and may not do something with a row, learns so only of a row that they
    see: others are not there for them.
    """

    async def check(connection: HTTPConnection) -> None:
        principal = await principal_of(connection)
        if of_row and not principal.is_anonymous:
            return
        if rule.verdict(principal.grants) == NOBODY:
            raise refusal(principal)

    return Depends(check)


async def require(rule: OperationRule, row: object, work: UnitOfWork) -> None:
    """Refuse whoever may not call an operation for a row, which stays as it is for a write."""
    principal = work.context.principal
    verdict = rule.verdict(principal.grants)
    if verdict == PUBLIC:
        return
    if verdict != NOBODY:
        model: Any = type(row)
        key = {name: getattr(row, name) for name in _key(model)}
        statement = _fulfilling(model, verdict, work.writes)
        values = visible_values(model, work.context) | key
        if await work.session.scalar(statement, values) is not None:
            return
    raise refusal(principal)


@lru_cache(1024)
def _fulfilling(model: Any, rule: Rule, held: bool) -> sa.Select[Any]:
    """Return what finds a row by its key where it fulfils a rule, and may keep it so."""
    same = (getattr(model, name) == sa.bindparam(name) for name in _key(model))
    found = sa.select(sa.literal_column("1", sa.Integer())).select_from(model)
    found = found.where(*same, row_rule(rule).expression(model))
    return found.with_for_update(key_share=True, of=model) if held else found


@lru_cache(1024)
def _key(model: Any) -> tuple[str, ...]:
    mapper = sa.inspect(model)
    columns = mapper.primary_key
    return tuple(mapper.get_property_by_column(each).key for each in columns)
