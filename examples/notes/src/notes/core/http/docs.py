"""The contract as it stands in the repository, and pages to read it on."""

from fastapi import APIRouter, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse

from .contract import contract_json

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
async def contract() -> Response:
    """Return the contract."""
    return Response(contract_json(), media_type="application/json")


@router.get("/docs")
async def reader(request: Request) -> HTMLResponse:
    """Return a page on which the contract can be read and tried."""
    return get_swagger_ui_html(openapi_url="/openapi.json", title=request.app.title)
