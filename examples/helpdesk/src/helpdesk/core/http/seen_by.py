"""Answers that leave out what whoever asks may not read: it is absent, and not null."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, create_model

from helpdesk.core.security.access import Access
from helpdesk.core.security.principal import Principal

from .responses import ResponseBuilder

BuilderT = TypeVar("BuilderT", bound=ResponseBuilder)


class SeenBy(Generic[BuilderT]):
    """Has a builder of answers for each view of a row: one for all who may read the same."""

    def __init__(
        self,
        builder: Callable[[type[BaseModel]], BuilderT],
        schema: type[BaseModel],
        access: Access,
    ) -> None:
        self._builder, self._schema, self._access = builder, schema, access
        self._without = lru_cache(256)(self._build)

    def seen_by(self, principal: Principal) -> BuilderT:
        """Return what builds the answers to a principal."""
        return self._without(self._access.hidden(principal.grants))

    def _build(self, hidden: frozenset[str]) -> BuilderT:
        fields: dict[str, Any] = {
            name: (field.annotation, field)
            for name, field in self._schema.model_fields.items()
            if name not in hidden
        }
        return self._builder(create_model(self._schema.__name__, **fields))
