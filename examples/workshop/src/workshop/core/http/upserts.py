"""`If-None-Match: *`, by which a client replaces nothing: it is 412 where there is a row."""

from typing import Annotated, Literal

from fastapi import Depends, Header
from pydantic import MISSING

_Asked = Annotated[Literal["*"] | MISSING, Header(alias="If-None-Match")]


async def _only_new(if_none_match: _Asked = MISSING) -> bool:
    return if_none_match is not MISSING


OnlyNew = Annotated[bool, Depends(_only_new)]
