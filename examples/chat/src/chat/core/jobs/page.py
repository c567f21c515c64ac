"""A page on which operators look after jobs, by the routes that programs have."""

from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Response

router = APIRouter(include_in_schema=False)

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {"Content-Security-Policy": _POLICY}


@router.get("/jobs")
async def page() -> Response:
    """Return the page, which shows nothing before somebody has said who they are."""
    return Response(_text("page.html"), headers=_HEADERS, media_type="text/html")


@router.get("/jobs/page.js")
async def script() -> Response:
    return Response(_text("page.js"), media_type="text/javascript")


@router.get("/jobs/page.css")
async def style() -> Response:
    return Response(_text("page.css"), media_type="text/css")


@cache
def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")
