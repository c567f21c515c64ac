"""What events have to do with requests: the contract, `asyncapi.yaml`, and the trace."""

import json
from functools import cache

import yaml
from fastapi import APIRouter, FastAPI, Response

from chat.settings import Settings

from .contract import contract_file
from .trace_context import TraceContextMiddleware

router = APIRouter(include_in_schema=False)


@cache
def asyncapi_json() -> bytes:
    """Return the contract as JSON, read from its file once."""
    text = contract_file().with_name("asyncapi.yaml").read_bytes()
    document = yaml.load(text, Loader=yaml.CSafeLoader)
    return json.dumps(document, ensure_ascii=False).encode()


@router.get("/asyncapi.json")
async def asyncapi() -> Response:
    """Return the contract."""
    return Response(asyncapi_json(), media_type="application/json")


def install_events(app: FastAPI, settings: Settings) -> None:
    """Serve the contract where the API's own is served, and read the trace of requests."""
    app.add_middleware(TraceContextMiddleware)
    if settings.serve_docs:
        app.include_router(router)
