import pytest
from fastapi.responses import StreamingResponse

from chat.api import PREFIX
from chat.main import create_app
from chat.settings import Settings
from tests.support import asking


@pytest.mark.parametrize("path", ["/nowhere", f"{PREFIX}/nowhere", "/health/live"])
async def test_an_answer_may_do_nothing_in_a_browser(
    migrated: Settings, path: str
) -> None:
    async with asking(create_app(migrated)) as client:
        headers = (await client.get(path)).headers
    policy = "default-src 'none'; frame-ancestors 'none'"
    assert headers["Content-Security-Policy"] == policy
    assert headers["Referrer-Policy"] == "no-referrer"


async def test_the_documentation_runs_its_own_scripts_and_is_framed_by_nobody(
    migrated: Settings,
) -> None:
    async with asking(create_app(migrated)) as client:
        page = await client.get("/docs")
    policy = page.headers["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "//" not in page.text.partition("<script>")[0].replace("</", "")


@pytest.mark.parametrize(("scheme", "is_told"), [("http", False), ("https", True)])
async def test_who_came_by_https_comes_by_it_again(
    migrated: Settings, scheme: str, *, is_told: bool
) -> None:
    app = create_app(migrated)
    async with asking(app, base_url=f"{scheme}://test") as client:
        headers = (await client.get("/health/live")).headers
    told = headers.get("Strict-Transport-Security")
    assert told == ("max-age=63072000; includeSubDomains" if is_told else None)


@pytest.mark.parametrize("name", ["Authorization", "Cookie", "X-API-Key"])
async def test_no_cache_keeps_what_somebody_was_answered_who_signed_in(
    migrated: Settings, name: str
) -> None:
    async with asking(create_app(migrated)) as client:
        path = f"{PREFIX}/nowhere"
        answer = await client.get(path, headers={name: "somebody"})
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Cache-Control" not in (await client.get(path)).headers


async def test_a_cache_is_told_what_the_answer_itself_says(migrated: Settings) -> None:
    app = create_app(migrated)

    @app.get("/cached")
    async def cached() -> StreamingResponse:
        return StreamingResponse(iter([b""]), headers={"Cache-Control": "private"})

    async with asking(app) as client:
        answer = await client.get("/cached", headers={"Authorization": "x"})
    assert answer.headers["Cache-Control"] == "private"


@pytest.mark.parametrize(
    ("origin", "method", "header", "status"),
    [
        ("https://example.com", "PATCH", "Authorization", 200),
        ("https://example.com", "TRACE", "Authorization", 400),
        ("https://example.com", "PATCH", "X-Forwarded-For", 400),
        ("https://elsewhere.example.com", "PATCH", "Authorization", 400),
    ],
)
async def test_a_page_may_send_what_is_listed(
    migrated: Settings, origin: str, method: str, header: str, status: int
) -> None:
    changes = {"cors_origins": ("https://example.com",)}
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": header,
    }
    async with asking(create_app(migrated.model_copy(update=changes))) as client:
        answer = await client.options(f"{PREFIX}/nowhere", headers=headers)
    assert answer.status_code == status
