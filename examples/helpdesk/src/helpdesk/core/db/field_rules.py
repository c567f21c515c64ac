"""Fields that not everybody sees or writes who sees or writes their row, whoever calls."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa

from helpdesk.core.errors import DomainError, ErrorDetail
from helpdesk.core.queries import ListQuery
from helpdesk.core.security.access import refusal
from helpdesk.core.security.errors import ForbiddenError

from .guarded import Guarded
from .shape import Shape
from .unit_of_work import UnitOfWork

EntityT = TypeVar("EntityT")


class FieldRules(Guarded[EntityT]):
    """Asks nothing about what a principal may not read, and stores nothing they may not write."""

    _names: ClassVar[Mapping[str, str]]  # all that stands for an attribute with a rule
    _relations: ClassVar[Collection[str]]
    _lists: ClassVar[Collection[str]]  # attributes with the keys of other rows

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "model"):
            cls._relations = frozenset(sa.inspect(cls.model).relationships.keys())
            cls._lists = frozenset(each.attribute for each in getattr(cls, "links", ()))
            cls._names = cls._named()

    def __init__(self, work: UnitOfWork) -> None:
        super().__init__(work)
        self._hidden = self.access.hidden(self._principal.grants)
        self._fixed = self.access.fixed(self._principal.grants)

    async def find_by(self, **values: object) -> EntityT | None:
        """Return the one entity with these values, none of which may be hidden."""
        self._require_readable([name for name in values if self._is_hidden(name)])
        return await super().find_by(**values)

    def _asked(self, query: ListQuery) -> tuple[Shape, dict[str, Any]]:
        """Return the shape of a list, which no hidden value may narrow or order."""
        shape, values = super()._asked(query)
        asked: dict[str, Any] = {n: self._by_parameter[n] for n in query.filters}
        searches = {  # which look into several columns, of which some may be hidden
            each: each.without(self._is_hidden)
            for each in asked.values()
            if hasattr(each, "without")
        }
        refused = [
            name
            for name, each in asked.items()
            if searches.get(each, each) is None or self._is_hidden(_attribute(each))
        ]
        if any(self._is_hidden(key.name) for key in shape.order):
            refused.append("sort")
        self._require_readable(refused)
        conditions = tuple(searches.get(each, each) for each in shape.conditions)
        return replace(shape, conditions=conditions), values

    async def _prepared(
        self, values: Mapping[str, Any], _entity: EntityT | None = None
    ) -> dict[str, Any]:
        """Refuse values that the principal may not give; a row keeps what isn't said."""
        fixed = [name for name in values if self._names.get(name) in self._fixed]
        changed = [each for each in fixed if not self._repeats(_entity, each, values)]
        if changed:
            message = "You may not give this a value."
            raise self._refusal(changed, message, "not_writable")
        given = {name: each for name, each in values.items() if name not in fixed}
        return await super()._prepared(given, _entity)

    def _repeats(
        self, entity: EntityT | None, name: str, values: Mapping[str, Any]
    ) -> bool:
        """Tell whether a value is the one that a row shows to whoever sends it back."""
        if entity is None or name in self._relations or self._is_hidden(name):
            return False  # nobody learns by trying what they may not read
        stored, sent = getattr(entity, name), values[name]
        if name in self._lists:
            return bool({*stored} == {*sent})
        return bool(stored == sent)

    def _is_hidden(self, name: str) -> bool:
        return self._names.get(name) in self._hidden

    def _require_readable(self, names: Collection[str]) -> None:
        """Raise ForbiddenError where somebody asks about what they may not read."""
        if names:
            message = "You may not read what this asks about."
            raise self._refusal(names, message, "not_readable")

    def _refusal(self, names: Collection[str], message: str, code: str) -> DomainError:
        if self._principal.is_anonymous:
            return refusal(self._principal)
        details = [ErrorDetail(name, message, code) for name in names]
        return ForbiddenError("You may not do this.", details)

    @classmethod
    def _named(cls) -> dict[str, str]:
        """Return the attributes with rules, by every name that stands for one of them."""
        ruled = {*cls.access.readable, *cls.access.writable}
        mapper = sa.inspect(cls.model)
        found = {name: name for name in ruled}
        for whole in mapper.composites:
            found |= {each.key: whole.key for each in whole.props}
        for link in getattr(cls, "links", ()):
            found[link.relationship] = link.attribute
        for each in mapper.column_attrs:
            shown = each.columns[0].info.get("shown", each.key.removeprefix("_"))
            found.setdefault(each.key, shown)
        for relation in mapper.relationships:
            for column in relation.local_columns:
                name = mapper.get_property_by_column(column).key
                if name in ruled:
                    found.setdefault(relation.key, name)
        return {name: of for name, of in found.items() if of in ruled}


def _attribute(each: Any) -> str:
    """Return what a filter compares, or the relation that it follows."""
    named = getattr(each, "attribute", "") or getattr(each, "relation", "")
    return str(named or each.parameter)
