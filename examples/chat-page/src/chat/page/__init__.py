"""The page by which people chat: files that are served as they stand here."""

import os
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FILES = Path(__file__).with_name("static")
_HEADERS = {
    # Scripts and styles are files of the page alone; pictures are shown from memory, since a
    # browser sends no token for them.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-cache",  # it is asked for again, and answered 304 where it is the same
}


class _Files(StaticFiles):
    """Files that a browser holds to no more than they need."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return a file, or 304, with the page's headers."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(_HEADERS)
        return response


async def _page(_request: Request) -> Response:
    return FileResponse(FILES / "index.html", headers=_HEADERS)


def include_page(app: FastAPI) -> None:
    """Serve the page at `/`, and where links in mail lead to."""
    for path in ("/", "/verify", "/reset"):
        app.router.routes.append(Route(path, _page, name=f"page{path}"))
    app.router.routes.append(Mount("/page", _Files(directory=FILES), name="page"))
