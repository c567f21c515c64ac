"""What clients prefer of answers: `Prefer: return=minimal`, as RFC 7240 has it."""

import re
from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from pydantic import MISSING

_MINIMAL = "minimal"
_OF_BODIES = {"content-length", "content-type"}
_PREFERENCE = re.compile(r'(?:[^",]|"(?:[^"\\]|\\.)*")+')  # a comma may stand in quotes


def prefers_minimal(
    request: Request,
    prefer: Annotated[str | MISSING, Header(alias="Prefer")] = MISSING,
) -> bool:
    """Tell whether a client does without the body of what it has written."""
    if prefer is MISSING:
        return False
    header = ", ".join(request.headers.getlist("Prefer"))
    return set(_returns(header)) == {_MINIMAL}


Minimal = Annotated[bool, Depends(prefers_minimal)]


def preferred(response: Response, minimal: bool) -> Response:
    """Return a successful response as a client prefers it: as it is, or without its body.

    Its status and its other headers stay, except that 200 has a body and 204 none.
    """
    response.headers.add_vary_header("Prefer")
    if not minimal:
        return response
    headers = {n: v for n, v in response.headers.items() if n not in _OF_BODIES}
    headers["Preference-Applied"] = f"return={_MINIMAL}"
    status = 204 if response.status_code == 200 else response.status_code
    return Response(None, status, headers)


def _returns(header: str) -> Iterator[str]:
    """Yield what a client wants returned; whoever wants two things has no preference."""
    for each in _PREFERENCE.findall(header):
        name, _, value = each.partition(";")[0].partition("=")
        if name.strip().lower() == "return":
            yield value.strip().strip('"').lower()
