"""The contract as it stands in the repository, and pages to read it on."""

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from .contract import contract_json

_ASSETS = "/docs/assets"

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
async def contract() -> Response:
    """Return the contract."""
    return Response(contract_json(), media_type="application/json")


@router.get("/docs")
async def reader(request: Request) -> HTMLResponse:
    """Return a page on which the contract can be read and tried."""
    root = request.scope.get("root_path", "")
    assets = f"{root}{_ASSETS}"
    return get_swagger_ui_html(
        openapi_url=f"{root}/openapi.json",
        title=request.app.title,
        swagger_js_url=f"{assets}/swagger-ui-bundle.js",
        swagger_css_url=f"{assets}/swagger-ui.css",
        swagger_favicon_url=f"{assets}/favicon-32x32.png",
    )


def include_docs(app: FastAPI) -> None:
    """Serve the contract and its page, whose scripts come with a package."""
    app.include_router(router)
    # The package is not imported: only its files are served.
    files = StaticFiles(packages=[("fastapi_swagger", "resources")])
    app.mount(_ASSETS, files, name="docs-assets")
