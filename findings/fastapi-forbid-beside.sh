#!/usr/bin/env bash
# Guess:   a model of query parameters with extra="forbid" refuses what the operation does not know.
# Happens: it refuses what the *model* does not know. Every other query parameter of the operation is
#          refused with it, whenever it is sent: a plain one beside the model, one of a dependency, one
#          of a second model, and the key of APIKeyQuery. OpenAPI names them all, as optional or as the
#          way to sign in; nobody can ever send them.
# Since:   models of parameters came with FastAPI 0.115.0.
# Matters: a generator puts filters in a model that forbids the rest, and a team adds one parameter, or
#          an API key, by hand: all requests that use it get 422, while the ones without it pass.
# Source:  https://fastapi.tiangolo.com/tutorial/query-param-models/ shows "forbid" for a model alone
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq fastapi==0.165.0 starlette==1.10.0 pydantic==2.14.4 httpx==0.28.1
cat > "$work/find.py" <<'PY'
from typing import Annotated

import fastapi
from fastapi import Depends, Query, Security
from fastapi.security import APIKeyQuery
from fastapi.testclient import TestClient
from pydantic import BaseModel


class Filters(BaseModel, extra="forbid"):
    colour: str = "any"


class Paging(BaseModel, extra="forbid"):
    page: int = 1


def language(lang: str = "en") -> str:
    return lang


app = fastapi.FastAPI()
Filtered = Annotated[Filters, Query()]


@app.get("/beside")
def beside(filters: Filtered, lang: str = "en") -> str:
    return lang


@app.get("/dependency")
def dependency(filters: Filtered, lang: Annotated[str, Depends(language)]) -> str:
    return lang


@app.get("/two")
def two(filters: Filtered, paging: Annotated[Paging, Query()]) -> int:
    return paging.page


@app.get("/key")
def key(
    filters: Filtered,
    key: Annotated[str | None, Security(APIKeyQuery(name="api_key", auto_error=False))],
) -> str:
    return key or "nobody"


print("FastAPI", fastapi.__version__)
client = TestClient(app)
paths = client.get("/openapi.json").json()["paths"]
wrong = []
sent = {"/beside": "lang=de", "/dependency": "lang=de", "/two": "page=2", "/key": "api_key=k"}
for path, query in sent.items():
    operation = paths[path]["get"]
    named = [each["name"] for each in operation["parameters"]]
    signs = [name for each in operation.get("security", ()) for name in each]
    without, answer = client.get(path), client.get(f"{path}?{query}")
    print(path, "documents", named + signs)
    print("   without:", without.status_code, without.text)
    print(f"   {query}:", answer.status_code, answer.text)
    if (without.status_code, answer.status_code) != (200, 422):
        wrong.append(path)
    elif answer.json()["detail"][0]["type"] != "extra_forbidden":
        wrong.append(path)

assert not wrong, f"{wrong} can be asked with all of its parameters now"
PY
"$work/venv/bin/python" -W ignore "$work/find.py"
