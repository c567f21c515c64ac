"""Changes of the state of rows, one at a time, whoever asks: a request, a job or a script."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa

from workshop.core.context import Context
from workshop.core.errors import ConflictError, ErrorDetail, NotFoundError

from .repository import SqlRepository
from .shape import Shape, Statements, equal_to
from .stamps import Stamps

EntityT = TypeVar("EntityT")


@dataclass(frozen=True, eq=False)
class Transition:
    """A change of a row's state, and what else the row gets with it."""

    name: str
    attribute: str  # with the state
    starts: tuple[Enum, ...]
    ends: Enum
    when: str = ""  # what has to be true of the row, as SQL
    message: str = "The record is not as it has to be for this."
    sets: Stamps = field(default_factory=dict)


def always(value: object) -> Callable[[Context], object]:
    """Return what gives every row the same value."""
    return lambda _context: value


class Transitions(SqlRepository[EntityT]):
    """Rows whose state changes by their transitions, and in no other way."""

    transitions: ClassVar[Sequence[Transition]] = ()
    _by_name: ClassVar[Mapping[str, Transition]]
    _states: ClassVar[frozenset[str]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls._by_name = {each.name: each for each in cls.transitions}
        cls._states = frozenset(each.attribute for each in cls.transitions)

    async def transition(
        self,
        entity: EntityT,
        name: str,
        expected: Mapping[str, Collection[object]] | None = None,
    ) -> EntityT:
        """Change the state of an entity; raise ConflictError where the row is in another one.

        The row stays as it is found until the commit: of two that ask at once, one comes first.
        """
        transition = self._by_name[name]
        is_ready, is_let = await self._held(entity, transition)
        await self._require(entity, expected)
        if not is_ready:
            message = "The record is not in a state that allows this."
            detail = ErrorDetail(transition.attribute, message, "wrong_state")
            raise ConflictError(message, [detail])
        if not is_let:
            message = transition.message
            detail = ErrorDetail(transition.attribute, message, "not_allowed")
            raise ConflictError(message, [detail])
        values = self._stamped({**self.update_stamps, **transition.sets})
        values[transition.attribute] = transition.ends
        self._assign(entity, values)
        await self._flush(values)
        return entity

    async def change(
        self,
        entity: EntityT,
        values: Mapping[str, Any],
        expected: Mapping[str, Collection[object]] | None = None,
    ) -> EntityT:
        """Store new values of an entity; raise ConflictError where its state is among them."""
        for name in self._states & values.keys():
            if values[name] != getattr(entity, name):
                message = "The state of a record changes by its transitions."
                detail = ErrorDetail(name, message, "needs_transition")
                raise ConflictError(message, [detail])
        return await super().change(entity, values, expected)

    async def _held(self, entity: EntityT, transition: Transition) -> tuple[bool, bool]:
        """Read a row anew and keep it so; tell whether its state and its guard let it change."""
        key = {name: getattr(entity, name) for name in self.statements.key}
        shape = Shape(equal_to(*key))
        kind: Any = self.model  # which mypy takes for something to remember by
        statement = _holding(self.statements, kind, shape, transition)
        found = await self._session.execute(
            statement,
            self._scope | key,
            execution_options={"populate_existing": True},
        )
        row = found.one_or_none()
        if row is None:
            raise NotFoundError("The record was deleted in the meantime.")
        return bool(row.is_ready), bool(row.is_let)


@lru_cache(1024)
def _holding(
    statements: Statements, model: type[Any], shape: Shape, transition: Transition
) -> sa.Select[Any]:
    """Return what finds a row, says whether it may change, and keeps it as it is."""
    state = getattr(model, transition.attribute)
    guard = sa.text(f"({transition.when})") if transition.when else sa.true()
    found = statements.entities(shape).add_columns(
        state.in_(transition.starts).label("is_ready"),
        sa.case((guard, sa.true()), else_=sa.false()).label("is_let"),
    )
    return found.with_for_update(key_share=True, of=model)
