from typing import Annotated

from fastapi import Depends, Response

from workshop.core.http.contract import responses
from workshop.core.http.dependencies import ReadingDep
from workshop.core.http.operation_access import allowed, require
from workshop.core.http.operations import ExactRoute
from workshop.core.http.responses import ResponseBuilder
from workshop.core.http.routing import SliceRouter

from .access import MAY_ESTIMATE
from .operation_schemas import RepairEstimateOutput
from .operations import RepairOperations
from .schemas import RepairKey

router = SliceRouter(tags=["Repair"], route_class=ExactRoute)
estimate_repair_response = ResponseBuilder(RepairEstimateOutput)


async def _reading(work: ReadingDep) -> RepairOperations:
    return RepairOperations(work)


ReadingOperations = Annotated[RepairOperations, Depends(_reading)]


@router.get(
    "/repairs/{repair_id}/estimate",
    dependencies=[allowed(MAY_ESTIMATE, of_row=True)],
    responses=responses(200, RepairEstimateOutput, errors=(401, 403, 404, 422, 429)),
)
async def estimate_repair(
    repair_id: RepairKey, operations: ReadingOperations
) -> Response:
    row = await operations.service.get(repair_id)
    await require(MAY_ESTIMATE, row, operations.work)
    result = await operations.estimate(row)
    return estimate_repair_response.one(result)
