"""The page: what a browser is given, and how it is held to that."""

import re

import pytest
from httpx import AsyncClient

from chat.page import FILES

_ROOT = "http://test"


@pytest.mark.parametrize("path", ["/", "/verify", "/reset"])
async def test_the_page_has_no_script_or_style_of_its_own(
    client: AsyncClient, path: str
) -> None:
    answer = await client.get(f"{_ROOT}{path}")
    assert answer.status_code == 200
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    assert re.findall(r"<script[^>]*>(.+?)</script>", answer.text) == []
    assert re.findall(r"\s(?:on[a-z]+|style)=", answer.text) == []


@pytest.mark.parametrize("name", sorted(each.name for each in FILES.iterdir()))
async def test_each_of_its_files_is_served(client: AsyncClient, name: str) -> None:
    answer = await client.get(f"{_ROOT}/page/{name}")
    assert answer.content == (FILES / name).read_bytes()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert (await client.get(f"{_ROOT}/page/{name}", headers=tag)).status_code == 304


@pytest.mark.parametrize("path", ["/page/", "/page/none.js", "/page/../main.py"])
async def test_nothing_else_is(client: AsyncClient, path: str) -> None:
    assert (await client.get(f"{_ROOT}{path}")).status_code == 404
