"""Entity tags: what a client already has (`If-None-Match`) or builds on (`If-Match`)."""

import re
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Header, HTTPException, Request, Response
from pydantic import MISSING

from shop.core.service import Expected

from .responses import ResponseBuilder


async def _if_match(
    request: Request,
    if_match: Annotated[str | MISSING, Header(alias="If-Match")] = MISSING,
) -> str | MISSING:
    """Return the header; raise HTTPException where the settings require one."""
    if if_match is MISSING and request.app.state.settings.require_if_match:
        message = "Say by If-Match which version the change builds on."
        raise HTTPException(HTTPStatus.PRECONDITION_REQUIRED, message)
    return if_match


_VERSION = re.compile('"[0-9]{1,18}"')
IfMatch = Annotated[str | MISSING, Depends(_if_match)]
IfNoneMatch = Annotated[str | MISSING, Header(alias="If-None-Match")]


def expected_versions(if_match: str | MISSING) -> Expected | None:
    """Return the versions that a client builds on, if it says any; of `*`, only that there is one."""
    if if_match is MISSING:
        return None
    if "*" in (tags := _tags(if_match)):
        return {}
    versions = (tag[1:-1] for tag in tags if _VERSION.fullmatch(tag))
    return {"version": set(map(int, versions))}


class VersionedResponseBuilder(ResponseBuilder):
    """Shows entities that count their versions, and tags them with these."""

    def unless_known(self, entity: Any, if_none_match: str | MISSING) -> Response:
        """Return a response with one entity, or 304 where the client has this very version."""
        known = set() if if_none_match is MISSING else _tags(if_none_match)
        # Weak comparison, as RFC 9110 asks for here.
        if "*" in known or _tag(entity) in {tag.removeprefix("W/") for tag in known}:
            return Response(None, HTTPStatus.NOT_MODIFIED, self._headers(entity))
        return self.one(entity)

    def _headers(self, entity: Any) -> dict[str, str]:
        return {"ETag": _tag(entity)}


def _tag(entity: Any) -> str:
    return f'"{entity.version}"'


def _tags(header: str) -> set[str]:
    return {tag.strip() for tag in header.split(",")}
