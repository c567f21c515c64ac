from typing import Annotated

from fastapi import Depends, Response
from pydantic import RootModel

from workshop.core.http.contract import responses
from workshop.core.http.dependencies import WritingDep
from workshop.core.http.operation_access import allowed
from workshop.core.http.operations import ExactRoute
from workshop.core.http.routing import SliceRouter

from .access import MAY_REORDER
from .operation_schemas import PartReorderInput
from .operations import PartOperations
from .router import response as part_response
from .schemas import PartRead

router = SliceRouter(tags=["Part"], route_class=ExactRoute)


async def _writing(work: WritingDep) -> PartOperations:
    return PartOperations(work)


WritingOperations = Annotated[PartOperations, Depends(_writing)]


@router.post(
    "/parts/reorder",
    dependencies=[allowed(MAY_REORDER)],
    responses=responses(
        200,
        RootModel[list[PartRead]],
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def reorder_parts(
    body: PartReorderInput, operations: WritingOperations
) -> Response:
    result = await operations.reorder(body)
    return part_response.many(result)
