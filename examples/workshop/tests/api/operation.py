"""What tests know of an operation of the design's own, and how they call it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from httpx import AsyncClient, Response
from pydantic import BaseModel
from pydantic_core import from_json
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create, resource_of
from tests.support import assert_refused
from workshop.models.base import Base

Values = Callable[[int], dict[str, Any]]
"""The n-th values, by attribute."""

_IN_QUERY = ("GET", "DELETE")


@dataclass(frozen=True, kw_only=True)
class Own:
    """One operation: its address, its service, and samples of what it is given and answers."""

    id: str
    method: str
    path: str  # of one about a row, what stands behind the path of the row
    service: type[Any]
    call: str  # the method of the service
    of: type[Base] | None = None  # whose rows it is about
    input: type[BaseModel] | None = None
    given: Values | None = None
    output: type[BaseModel] | None = None
    answered: Values | None = None
    answers: type[Base] | None = None  # whose rows it answers
    many: bool = False  # several of them
    refused: tuple[str, ...] = ()  # callers, of one that is about no row

    def __str__(self) -> str:
        return self.id

    @property
    def reads_query(self) -> bool:
        """Tell whether what it is given stands in the query."""
        return self.method in _IN_QUERY

    @property
    def sent(self) -> dict[str, Any]:
        """What a request says, as JSON has it."""
        if self.input is None or self.given is None:
            return {}
        body = self.input.model_construct(**self.given(1))
        said: dict[str, Any] = from_json(body.model_dump_json(by_alias=True))
        return said

    async def stored(self, session: AsyncSession) -> Base | None:
        """Store the row that it is called for, if it is about rows."""
        return await create(session, self.of) if self.of is not None else None

    def path_to(self, row: Base | None) -> str:
        """Return its address for a row, or for none that is there."""
        if self.of is None:
            return self.path
        resource = resource_of(self.of)
        above = resource.path_to_nothing() if row is None else resource.path_to(row)
        return above + self.path

    async def ask(
        self,
        client: AsyncClient,
        row: Base | None,
        headers: dict[str, str] | None = None,
        **said: Any,
    ) -> Response:
        """Call it over HTTP; `said` stands in the place of what it is given by usual."""
        sent, path = self.sent | said, self.path_to(row)
        body = None if self.reads_query or self.input is None else sent
        query = sent if self.reads_query else {}
        return await client.request(
            self.method, path, json=body, params=query, headers=headers
        )


async def assert_not_written(
    client: AsyncClient, session: AsyncSession, own: Own
) -> None:
    """Hold that an operation is refused as one that nobody has written yet."""
    answer = await own.ask(client, await own.stored(session))
    assert_refused(answer, 501, "NOT_IMPLEMENTED")
