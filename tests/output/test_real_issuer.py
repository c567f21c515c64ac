"""People sign in at a real issuer with a real browser, and the issuer's tokens are believed."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from chromium import Browser, Tab, chromium
from projects import Project
from real_issuer import RealIssuer, ec_key, install, issuing, rsa_key
from servers import Server, free_port, serving
from session import folder_of, once

from bd_scaffold import pipeline

pytestmark = pytest.mark.thorough

_DESIGN = b"""
name: notes
security:
  authentication: oidc
  browser: true
  roles: {clerk: ["tag:*"]}
  defaults: {read: authenticated, write: authenticated}
entities:
  Note:
    owner: author
    fields: {title: string(120) sort, author: user}
    access: {read: owner, write: owner}
  Tag:
    fields: {label: string(40) unique sort}
    access: {write: "tag:write"}
"""
_SECRET = "with space, + and /:"
_CLIENTS = {
    "confidential": {"client_secret": _SECRET},
    "public": {
        "token_endpoint_auth_method": "none",
        "id_token_signed_response_alg": "ES256",
    },
}
_BATCH = {
    "client_id": "batch",
    "client_secret": "of batch",
    "redirect_uris": [],
    "response_types": [],
    "grant_types": ["client_credentials"],
}
_KEYS_ARE_KEPT_SECONDS = 60
_API = "/api/v1"
_PATH = "/blank"
"""A page at the issuer's address that is not the issuer's."""


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealIssuer]:
    installed = once(folder_of(tmp_path_factory, "issuer"), install)
    log = tmp_path_factory.mktemp("issuer") / "log"
    with issuing(installed, log, rsa_key("first"), ec_key("curve")) as running:
        running.register(_BATCH)
        yield running


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("signed_in") / "notes"
    pipeline.create(
        _DESIGN,
        "design.yaml",
        folder,
        repository=False,
        progress=lambda _words: None,
    )
    return Project("notes", folder)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("chromium")) as running:
        yield running


@dataclass(frozen=True, slots=True)
class Service:
    """Notes, served, whose issuer is a real one."""

    issuer: RealIssuer
    server: Server

    @property
    def url(self) -> str:
        """Another site than the issuer's `localhost`, for a browser."""
        return self.server.url

    def signs_in(self, tab: Tab, name: str) -> None:
        """Lead somebody through the issuer's pages, and back to where they wanted to go."""
        tab.open(f"{self.url}{_API}/auth/login?return_to={_API}/auth/me")
        self.passes_the_issuer(tab, name)

    def passes_the_issuer(self, tab: Tab, name: str) -> None:
        """Say at the issuer who it is, and agree to what is asked for."""
        self.says_who(tab, name)
        assert tab.url.startswith(self.issuer.url), tab.url
        tab.do("document.querySelector('[type=submit]').click()")

    def says_who(self, tab: Tab, name: str) -> None:
        """Fill in the issuer's form."""
        assert tab.url.startswith(self.issuer.url), tab.url
        tab.do(
            f"document.querySelector('[name=login]').value = '{name}';"
            "document.querySelector('[name=password]').value = 'of no matter';"
            "document.querySelector('[type=submit]').click()"
        )

    def get(self, token: str) -> int:
        """Return what a list is answered with for a token."""
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.get(f"{self.url}{_API}/tags", headers=headers).status_code

    def create(self, token: str) -> int:
        """Return what a new tag is answered with for a token."""
        return httpx.post(
            f"{self.url}{_API}/tags",
            json={"label": f"{time.monotonic_ns()}"},
            headers={"Authorization": f"Bearer {token}"},
        ).status_code


@pytest.fixture(scope="module", params=_CLIENTS)
def kind(request: pytest.FixtureRequest) -> str:
    """Say whether the service has a secret at the issuer."""
    return str(request.param)


def _served(
    kind: str, issuer: RealIssuer, project: Project, folder: Path
) -> Iterator[Service]:
    port = free_port()
    client = f"{kind}-{port}"
    url = f"http://127.0.0.1:{port}"
    issuer.register(
        {
            "client_id": client,
            "redirect_uris": [f"{url}{_API}/auth/callback"],
            **_CLIENTS[kind],
        }
    )
    environment = {
        "DATABASE_URL": f"sqlite:///{folder}/notes.db",
        "PUBLIC_URL": url,
        "OIDC_ISSUER": issuer.url,
        "OIDC_AUDIENCE": "notes",
        "OIDC_CLIENT_ID": client,
        "OIDC_CLIENT_SECRET": _CLIENTS[kind].get("client_secret", ""),
        "OIDC_SCOPE": "openid email groups",
        "OIDC_ROLES_CLAIM": "groups",
        "OIDC_ROLES": json.dumps({"desk": "clerk"}),
    }
    with serving(project, folder / "log", port=port, **environment) as server:
        yield Service(issuer, server)


@pytest.fixture(scope="module")
def service(
    kind: str,
    issuer: RealIssuer,
    project: Project,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Service]:
    yield from _served(kind, issuer, project, tmp_path_factory.mktemp(kind))


@pytest.fixture(scope="module")
def tokens(
    issuer: RealIssuer, project: Project, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """Notes, served for clients that come with tokens."""
    folder = tmp_path_factory.mktemp("tokens")
    yield from _served("confidential", issuer, project, folder)


def test_a_browser_signs_in_and_out(service: Service, browser: Browser) -> None:
    tab = browser.tab()
    service.signs_in(tab, "bob")
    assert (tab.url, tab.status) == (f"{service.url}{_API}/auth/me", 200)
    assert tab.answer["email"] == "bob@example.com"

    cookies = tab.cookies(service.url)
    assert set(cookies) == {"__Host-session"}  # what the attempt needed is gone
    kept = cookies["__Host-session"]
    assert (kept["secure"], kept["httpOnly"], kept["sameSite"]) == (True, True, "Lax")
    assert tab.run("document.cookie") == ""

    assert tab.fetch(f"{_API}/notes", "POST", {"title": "mine"}) == 201
    assert tab.fetch(f"{_API}/notes") == 200
    assert tab.fetch(f"{_API}/auth/logout", "POST") == 204
    assert "__Host-session" not in tab.cookies(service.url)
    assert tab.fetch(f"{_API}/notes") == 401


def test_roles_are_those_of_the_issuers_claim(
    service: Service, browser: Browser
) -> None:
    for name, status in (("ada", 201), ("bob", 403)):
        tab = browser.tab()
        service.signs_in(tab, name)
        label = {"label": f"of {name}"}
        assert tab.fetch(f"{_API}/tags", "POST", label) == status, name


def test_who_gives_up_at_the_issuer_is_not_signed_in(
    service: Service, browser: Browser
) -> None:
    tab = browser.tab()
    tab.open(f"{service.url}{_API}/auth/login")
    tab.do("document.querySelector('a[href$=\"/abort\"]').click()")
    assert tab.url.startswith(f"{service.url}{_API}/auth/callback?error=access_denied")
    assert tab.status == 401
    assert "__Host-session" not in tab.cookies(service.url)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 401),  # another site: the cookie does not come along
        ("127.0.0.1", 403),  # another port of this site: it does, from elsewhere
    ],
)
def test_a_page_of_another_origin_changes_nothing(
    service: Service, browser: Browser, host: str, status: int
) -> None:
    tab = browser.tab()
    service.signs_in(tab, f"carol-{host}")
    tab.open(service.issuer.url.replace("localhost", host) + _PATH)
    for path in ("/auth/logout", "/notes"):
        # What a page may send anywhere without asking first, and sees no answer to.
        tab.run(
            f"fetch('{service.url}{_API}{path}', {{method: 'POST', mode: 'no-cors',"
            " credentials: 'include', body: '{\"title\": \"not mine\"}'}).then(() => null)"
        )
    tab.do(
        "const form = document.createElement('form'); form.method = 'post';"
        f"form.action = '{service.url}{_API}/notes'; document.body.append(form);"
        "form.submit()"
    )
    assert tab.status == status
    tab.open(f"{service.url}{_API}/notes")
    assert (tab.status, tab.answer["data"]) == (200, [])  # and still signed in


def test_a_token_of_the_issuers_is_believed(tokens: Service) -> None:
    reads, writes = tokens.issuer.token("tag:read"), tokens.issuer.token("tag:write")
    assert (tokens.create(writes), tokens.create(reads)) == (201, 403)
    assert tokens.get(reads) == 200
    assert tokens.get(reads[:-4] + "AAAA") == 401


def test_a_persons_access_token_is_believed_and_no_id_token(
    tokens: Service, browser: Browser
) -> None:
    issuer, verifier = tokens.issuer, "v" * 43
    hashed = hashlib.sha256(verifier.encode()).digest()
    back = {"client_id": "notes", "redirect_uri": f"{tokens.url}/app"}
    issuer.register(
        {
            "client_id": "notes",  # an ID token of its has the API's own audience
            "redirect_uris": [back["redirect_uri"]],
            "token_endpoint_auth_method": "none",
        }
    )
    query = back | {
        "response_type": "code",
        "scope": "openid tag:read",
        "code_challenge": base64.urlsafe_b64encode(hashed).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    tab = browser.tab()
    tab.open(f"{issuer.url}/auth?{urlencode(query)}")
    tokens.passes_the_issuer(tab, "ada")
    code = parse_qs(urlsplit(tab.url).query)["code"][0]
    said = back | {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": verifier,
    }
    given = httpx.post(f"{issuer.url}/token", data=said).json()
    assert tokens.get(given["access_token"]) == 200
    assert tokens.get(given["id_token"]) == 401


@pytest.mark.parametrize(
    ("ahead", "status"),
    [
        (20, 200),
        (120, 401),  # it would be issued in the future
        (-620, 200),  # tokens hold for 600 seconds
        (-720, 401),
    ],
)
def test_clocks_differ_by_half_a_minute(
    tokens: Service, ahead: int, status: int
) -> None:
    tokens.issuer.set_clock(ahead)
    try:
        token = tokens.issuer.token("tag:read")
    finally:
        tokens.issuer.set_clock(0)
    assert tokens.get(token) == status


@pytest.mark.parametrize(("ahead", "status"), [(20, 200), (120, 401)])
def test_a_browser_signs_in_at_an_issuer_whose_clock_differs(
    tokens: Service, browser: Browser, ahead: int, status: int
) -> None:
    tab = browser.tab()
    tokens.issuer.set_clock(ahead)
    try:
        tokens.signs_in(tab, "bob")
    finally:
        tokens.issuer.set_clock(0)
    assert tab.status == status


def test_keys_rotate(tokens: Service) -> None:
    issuer, before = tokens.issuer, tokens.issuer.keys
    old = issuer.token("tag:read")
    assert tokens.get(old) == 200
    issuer.rotate(rsa_key("second"), *before)
    new = issuer.token("tag:read")
    issuer.rotate(issuer.keys[0], ec_key("another"))  # the first is gone
    asked = issuer.asked()

    time.sleep(_KEYS_ARE_KEPT_SECONDS + 1)
    assert [tokens.get(new) for _ in range(3)] == [200] * 3
    assert tokens.get(old) == 401
    assert issuer.asked() == asked + 1
    issuer.rotate(*before)


def test_two_tabs_sign_in_at_once(service: Service, browser: Browser) -> None:
    tab = browser.tab()
    other = browser.tab(beside=tab)
    for each in (tab, other):
        each.open(f"{service.url}{_API}/auth/login?return_to={_API}/auth/me")
    service.passes_the_issuer(tab, "dora")
    assert tab.status == 200
    service.says_who(other, "dora")  # who has agreed already
    assert (other.url, other.status) == (f"{service.url}{_API}/auth/me", 200)


def test_whoever_has_signed_out_is_still_known_to_the_issuer(
    service: Service, browser: Browser
) -> None:
    tab = browser.tab()
    service.signs_in(tab, "emil")
    assert tab.fetch(f"{_API}/auth/logout", "POST") == 204
    tab.open(f"{service.url}{_API}/auth/me")
    assert tab.status == 401
    tab.open(f"{service.url}{_API}/auth/login?return_to={_API}/auth/me")
    assert (tab.url, tab.status) == (f"{service.url}{_API}/auth/me", 200)
