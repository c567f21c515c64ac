"""How callers sign in and stay signed in, step by step, as the generated code takes them."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.types import Diagram, Model, Security
from . import steps
from .mermaid import diagram
from .said import sentence

_API = ("api", "database")


def signing_in_diagrams(model: Model) -> Iterator[Diagram]:
    """Yield a sequence for each way in that the design has; none where nobody signs in."""
    security = model.security
    if security is None:
        return
    if security.jwt:
        yield _password(model)
        yield _refresh(model)
    if security.oidc:
        yield from _issued(model, security)
    if security.api_keys:
        yield _key(model)


def _between(model: Model, *others: tuple[str, str], client: str) -> Iterator[str]:
    """Yield who takes part: others, the caller between them and the system, its database."""
    for name, said in others:
        yield steps.participant(name, said)
    yield steps.actor("client", client)
    yield steps.participant("api", model.project.title)
    yield steps.participant("database", "Database")


def _password(model: Model) -> Diagram:
    lines = (
        *_between(model, client="Client"),
        steps.asks("client", "api", f"POST {model.api.prefix}/auth/sign-in"),
        steps.thinks("api", "count the try, by address and by account"),
        *steps.ends("there were too many", steps.answers("api", "client", "429")),
        steps.asks(*_API, "read the account of the e-mail address"),
        steps.thinks("api", "compare the password with its hash (Argon2)"),
        *steps.ends(
            "no such account, a wrong password, or a disabled account",
            steps.answers("api", "client", "401, in the same words for each"),
        ),
        steps.asks(*_API, "store the session, and the hash of its refresh token"),
        steps.answers("api", "client", "200 access token and refresh token"),
    )
    said = (
        "a caller sends an e-mail address and a password",
        "the tries are counted, the password is compared with its hash, and a session begins",
        "the answer has an access token, which is short-lived, and a refresh token",
    )
    return _diagram("signing-in-password", "Signing in with a password", said, lines)


def _refresh(model: Model) -> Diagram:
    refused = steps.answers("api", "client", "401")
    lines = (
        *_between(model, client="Client"),
        steps.asks("client", "api", f"POST {model.api.prefix}/auth/refresh"),
        steps.asks(*_API, "read the refresh token by its hash"),
        *steps.ends("there is no such token", refused),
        *steps.ends(
            "it was used before, so it or its successor was stolen",
            steps.answers("api", "client", "401, and its session ends"),
        ),
        steps.asks(*_API, "mark it as used, unless another call just did"),
        *steps.ends("it did, or the session is over", refused),
        steps.asks(*_API, "store the hash of the next refresh token"),
        steps.answers("api", "client", "200 access token and refresh token"),
    )
    said = (
        "a refresh token is used once, and answered with the next one",
        "one that comes again ends its session",
    )
    return _diagram("signing-in-refresh", "Staying signed in", said, lines)


def _issued(model: Model, security: Security) -> Iterator[Diagram]:
    """Yield the ways in of those whom an outside issuer knows."""
    if security.browser:
        yield _browser(model)
    lines = (
        *_between(model, ("issuer", "Issuer (OpenID Connect)"), client="Client"),
        steps.asks("client", "issuer", "sign in, or say who the service is"),
        steps.answers("issuer", "client", "access token"),
        steps.asks("client", "api", "any request, with Authorization Bearer"),
        steps.thinks("api", "read the issuer's keys, unless they are known"),
        steps.thinks("api", "verify signature, issuer, audience and times"),
        *steps.ends("the token doesn't hold", steps.answers("api", "client", "401")),
        *steps.maybe(
            "a person's token",
            (steps.asks(*_API, "find or make the account of issuer and subject"),),
        ),
        *steps.ends("the account is disabled", steps.answers("api", "client", "401")),
        steps.answers("api", "client", "what the request asks for, by its rules"),
    )
    said = (
        "the issuer signs people and services in, and gives them access tokens",
        "each request is held against the issuer's keys, which are kept for a while",
    )
    yield _diagram(
        "signing-in-issued-token", "Coming with a token of the issuer", said, lines
    )


def _browser(model: Model) -> Diagram:
    auth = f"{model.api.prefix}/auth"
    lines = (
        *_between(model, ("issuer", "Issuer (OpenID Connect)"), client="Browser"),
        steps.asks("client", "api", f"GET {auth}/login"),
        steps.answers("api", "client", "303 to the issuer, with state and PKCE"),
        steps.asks("client", "issuer", "sign in"),
        steps.answers("issuer", "client", "303 back, with a code"),
        steps.asks("client", "api", f"GET {auth}/callback"),
        steps.asks("api", "issuer", "code and verifier"),
        steps.answers("issuer", "api", "ID token"),
        steps.thinks("api", "verify the ID token and its nonce"),
        *steps.ends("anything doesn't fit", steps.answers("api", "client", "401")),
        steps.asks(*_API, "find or make the account"),
        steps.asks(*_API, "store the session by a hash"),
        steps.answers("api", "client", "303 to where they wanted, with a cookie"),
    )
    said = (
        "a browser is led to the issuer and comes back with a code",
        "the service takes the code to the issuer, and verifies the ID token",
        "a session begins, with a cookie that no script reads",
    )
    return _diagram("signing-in-browser", "Signing in with a browser", said, lines)


def _key(model: Model) -> Diagram:
    lines = (
        *_between(model, client="Service"),
        steps.asks("client", "api", "any request, with X-API-Key"),
        steps.asks(*_API, "read the key by its prefix"),
        steps.thinks("api", "compare the secret with its hash"),
        *steps.ends(
            "it is unknown, revoked or expired, or its account is disabled",
            steps.answers("api", "client", "401"),
        ),
        steps.answers("api", "client", "what the request asks for, by its rules"),
    )
    said = (
        "each request has a key, which is found by its prefix and held against a hash",
        "a key that is revoked, expired or of a disabled account is refused",
    )
    return _diagram("signing-in-api-key", "Coming with an API key", said, lines)


def _diagram(
    name: str, title: str, said: tuple[str, ...], lines: tuple[str, ...]
) -> Diagram:
    return diagram(name, steps.KIND, title, sentence(*said), lines)
