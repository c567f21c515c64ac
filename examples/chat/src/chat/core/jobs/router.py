"""The routes by which operators see jobs, have them tried again, and delete them.

Whoever reads needs the permission `jobs:read`, whoever changes `jobs:write`.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from pydantic import MISSING
from pydantic_core import from_json, to_json

from chat.api import PREFIX
from chat.core.context import utc_now
from chat.core.errors import ConflictError, NotFoundError
from chat.core.http.contract import responses
from chat.core.http.dependencies import ReadingDep, resources_of
from chat.core.security.errors import ForbiddenError, UnauthenticatedError
from chat.core.security.principal import Principal

from . import page
from .schemas import JobId, JobQuery, JobRead, JobsRead, ListedJob
from .table import Table, Wanted

router = APIRouter(prefix="/jobs", tags=["Jobs"])

_JSON = "application/json"
_NOT_STORED = {"Cache-Control": "no-store"}
_SIGNED_IN = (401, 403, 429)
_LISTED = responses(200, JobsRead, errors=(*_SIGNED_IN, 422))
_SHOWN = responses(200, JobRead, errors=(*_SIGNED_IN, 404, 422))
_CHANGED = responses(204, errors=(*_SIGNED_IN, 404, 409, 422))


def _require(principal: Principal, permission: str) -> None:
    if principal.is_anonymous:
        raise UnauthenticatedError("Sign in first.")
    if not _may(principal, permission):
        raise ForbiddenError("You may not look after jobs.")


def _may(principal: Principal, permission: str) -> bool:
    return principal.grants.may(permission)


def _read(work: ReadingDep, request: Request) -> Table:
    _require(work.context.principal, "jobs:read")
    return Table(resources_of(request.app).database)


def _changed(work: ReadingDep, request: Request) -> Table:
    _require(work.context.principal, "jobs:write")
    return Table(resources_of(request.app).database)


ReadDep = Annotated[Table, Depends(_read)]
ChangedDep = Annotated[Table, Depends(_changed)]


@router.get("", responses=_LISTED)
async def list_jobs(table: ReadDep, query: Annotated[JobQuery, Query()]) -> Response:
    said = {name: value for name, value in query if value is not MISSING}
    most = said.pop("limit")
    rows = await table.rows(Wanted(**said), most + 1)
    more = len(rows) > most
    data = [_shown(row) for row in rows[:most]]
    return _json({"data": data, "next_before": data[-1]["id"] if more else None})


@router.get("/{job_id}", responses=_SHOWN)
async def get_job(table: ReadDep, job_id: JobId) -> Response:
    row = await _found(table, job_id)
    return _json(_shown(row) | {"payload": from_json(row["payload"])})


@router.post("/{job_id}/replay", status_code=204, responses=_CHANGED)
async def replay_job(table: ChangedDep, job_id: JobId) -> Response:
    if not await table.replay(Wanted(ids=(job_id,)), utc_now()):
        await _found(table, job_id)
        raise ConflictError("The job is not dead.")
    return Response(status_code=204)


@router.delete("/{job_id}", status_code=204, responses=_CHANGED)
async def drop_job(table: ChangedDep, job_id: JobId) -> Response:
    if not await table.drop(Wanted(ids=(job_id,))):
        await _found(table, job_id)
        raise ConflictError("The job runs.")
    return Response(status_code=204)


def include_jobs(app: FastAPI) -> None:
    """Mount the routes under the API's prefix, and the page beside it."""
    app.include_router(router, prefix=PREFIX)
    if app.state.settings.serve_docs:
        app.include_router(page.router)


async def _found(table: Table, job_id: int) -> dict[str, Any]:
    rows = await table.rows(Wanted(ids=(job_id,)), 1)
    if not rows:
        raise NotFoundError("There is no job with this number.")
    return rows[0]


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """Return what anybody is shown who looks after jobs."""
    said = {name: row[name] for name in ListedJob.model_fields if name in row}
    return said | {"priority": -row["rank"]}


def _json(shown: object) -> Response:
    return Response(to_json(shown), 200, _NOT_STORED, _JSON)
