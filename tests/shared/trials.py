"""Whether a test of a project notices that one check of its code is gone."""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from removals import Removal

TESTS = {
    "core/security/keys.py": (
        "core/test_keys",
        "core/test_sign_in_commands",
        "core/test_tokens",
    ),
    "core/security/passwords.py": (
        "core/test_passwords",
        "core/test_sessions",
        "core/test_recovery",
    ),
    "core/security/throttle.py": (
        "core/test_throttle",
        "core/test_sessions",
        "core/test_recovery",
    ),
    "core/security/tokens.py": ("core/test_tokens",),
    "core/security/authentication.py": ("access/test_credentials", "core/test_callers"),
    "core/security/access.py": ("access/test_rules", "access/test_closed"),
    "core/security/principal.py": ("access/test_rules",),
    "core/security/rules.py": ("access/test_rules",),
    "core/accounts/bearer.py": ("access/test_credentials", "core/test_audit"),
    "core/accounts/administration.py": (
        "core/test_administration",
        "core/test_sessions",
        "core/test_browser",
    ),
    "core/accounts/recovery.py": (
        "core/test_recovery",
        "core/test_throttle",
        "core/test_audit",
    ),
    "core/accounts/revocation.py": ("core/test_revocation",),
    "core/accounts/router.py": ("core/test_administration", "core/test_sessions"),
    "core/accounts/session_store.py": ("core/test_sessions", "core/test_recovery"),
    "core/accounts/sessions.py": (
        "core/test_sessions",
        "core/test_recovery",
        "core/test_audit",
    ),
    "core/accounts/sign_in_router.py": ("core/test_sessions", "core/test_recovery"),
    "core/accounts/store.py": (
        "core/test_administration",
        "core/test_account_commands",
        "core/test_sessions",
        "core/test_recovery",
    ),
    "core/accounts/dependencies.py": (
        "core/test_authenticators",
        "core/test_sessions",
        "core/test_administration",
    ),
    "core/db/field_rules.py": ("access/test_fields",),
    "core/db/guarded.py": (
        "access/test_repositories",
        "access/test_writes",
        "api/test_versions",
    ),
    "core/db/link_filters.py": (
        "access/test_repositories",
        "api/test_link_filters",
        "api/test_nested_links",
    ),
    "core/db/links.py": ("access/test_related", "core/test_links", "api/test_links"),
    "core/db/nested_links.py": ("core/test_nested_links", "api/test_nested_links"),
    "core/db/restoring.py": (
        *("access/test_restored", "core/test_restoring", "api/test_restored"),
    ),
    "core/db/row_rules.py": ("access/test_repositories",),
    "core/db/visibility.py": (
        "access/test_repositories",
        "access/test_related",
        "core/test_tenancy",
    ),
    "core/http/dependencies.py": ("access/test_answers", "core/test_app"),
    "core/http/permissions.py": ("access/test_closed",),
    "core/http/preconditions.py": ("core/test_preconditions", "api/test_versions"),
    "core/http/security_headers.py": ("core/test_hardening",),
    "core/http/seen_by.py": ("access/test_fields",),
    **dict.fromkeys(
        (
            "core/api_keys/authenticator.py",
            "core/api_keys/keys.py",
            "core/api_keys/router.py",
            "core/api_keys/secret.py",
            "core/api_keys/store.py",
        ),
        ("core/test_api_keys", "core/test_own_api_keys"),
    ),
    **dict.fromkeys(
        (
            "core/browser/authenticator.py",
            "core/browser/cookies.py",
            "core/browser/flow.py",
            "core/browser/origins.py",
            "core/browser/router.py",
            "core/browser/sessions.py",
        ),
        ("core/test_browser",),
    ),
    **dict.fromkeys(
        (
            "core/db/tenancy.py",
            "core/http/tenants.py",
            "core/security/tenants.py",
        ),
        ("api/test_tenants", "core/test_tenancy"),
    ),
    "core/db/through.py": ("access/test_repositories", "api/test_through"),
    **dict.fromkeys(
        (
            "core/http/callers.py",
            "core/http/rate_limit.py",
            "core/limiter.py",
            "rate_limits.py",
        ),
        ("core/test_rate_limit",),
    ),
    **dict.fromkeys(
        (
            "core/oidc/accounts.py",
            "core/oidc/authenticator.py",
            "core/oidc/claims.py",
            "core/oidc/issuer.py",
            "core/oidc/tokens.py",
        ),
        ("core/test_issued_tokens", "core/test_oidc_accounts", "core/test_issuer"),
    ),
    "access.py": ("access/test_closed", "access/test_writes"),
    "router.py": ("access/test_closed",),
    "repository.py": ("access/test_repositories",),
}
"""The tests that are asked before the others, by a module or its name: the nearest."""

USUAL = tuple(
    f"access/test_{each}"
    for each in (
        *("rules", "closed", "repositories", "related"),
        *("answers", "writes", "credentials", "fields"),
    )
)


class Trial:
    """Tests of a project in forks of this process, which has imported what they need."""

    @classmethod
    def of_copy(cls, project: Path, folder: Path) -> Trial:
        """Try a copy of a project, which is changed and changed back."""
        shutil.copytree(project, folder / "project")
        return cls(folder / "project")

    def __init__(self, project: Path) -> None:
        self.project = project
        (self.package,) = (project / "src").iterdir()
        for each in _HEAVY:
            with contextlib.suppress(ImportError):
                importlib.import_module(each)

    def noticed(self, removal: Removal | None) -> str:
        """Return what notices that a check is gone, and how; nothing where all tests pass.

        A test fails, or meets an error that nobody expected, or the project starts no more.
        """
        if removal is None:
            every = sorted({each for tests in TESTS.values() for each in tests})
            return self._run(self._existing((*USUAL, *every)), compiling=True)
        file = self.package / removal.file
        before, times = file.read_bytes(), file.stat()
        source = removal.source.replace(b"PACKAGE", self.package.name.encode())
        file.write_bytes(source)
        try:
            return self._asked(removal.file)
        finally:
            file.write_bytes(before)
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    def _asked(self, file: str) -> str:
        nearest = TESTS.get(file, TESTS.get(Path(file).name, ()))
        others = [each for each in USUAL if each not in nearest]
        return self._run(self._existing(nearest)) or self._run(self._existing(others))

    def _existing(self, tests: Sequence[str]) -> list[str]:
        files = [f"tests/{each}.py" for each in tests]
        return [each for each in files if (self.project / each).exists()]

    def _run(self, tests: Sequence[str], *, compiling: bool = False) -> str:
        if not tests:
            return ""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            sys.dont_write_bytecode = not compiling
            self._be_pytest(tests, writing)
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as stream:
            said = stream.read()
        os.waitpid(child, 0)
        return said

    def _be_pytest(self, tests: Sequence[str], output: int) -> None:
        try:
            nothing = os.open(os.devnull, os.O_RDWR)
            for number in range(3):
                os.dup2(nothing, number)
            os.chdir(self.project)
            own = ("tests", self.package.name, "conftest")
            for name in [*sys.modules]:
                if name.partition(".")[0] in own:
                    del sys.modules[name]
            sys.path[:0] = [str(self.project / "src"), str(self.project)]
            for name in [*os.environ]:
                if name.startswith(("PYTEST_", "COV_")):
                    del os.environ[name]
            first = _First()
            arguments = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
            arguments += ["-p", "no:schemathesis", "-p", "no:hypothesispytest"]
            arguments += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
            code = pytest.main([*arguments, *tests], plugins=[first])
            said = first.said() or ("" if code == 0 else f"{STARTS} ({code!r})")
            os.write(output, said.encode())
        except BaseException as error:  # noqa: BLE001 - the fork ends here
            os.write(output, f"{STARTS}: {type(error).__name__}: {error}".encode())
        finally:
            os._exit(0)


_HEAVY = (
    *("aiosqlite", "alembic.command", "fastapi", "httpx", "joserfc.jwt", "pydantic"),
    *("pytest", "sqlalchemy.ext.asyncio", "uvicorn"),
)
FAILS, ERROR, STARTS = "fails", "meets an error", "the project starts no more"
_ERRORS = 40  # after which a module's tests will tell no more


class _First:
    """Remembers the first test that failed, or what else came first where none did."""

    def __init__(self) -> None:
        self._failed = self._met = ""
        self._errors = 0

    def said(self) -> str:
        """Return what notices, and how; nothing where all passed."""
        return self._failed or self._met

    def pytest_exception_interact(
        self, node: pytest.Item, call: pytest.CallInfo[object], report: object
    ) -> None:
        """Look at what was raised: an assertion, or something that nobody expected."""
        error = call.excinfo.value if call.excinfo else None
        if isinstance(report, pytest.CollectReport):
            self._failed = self._failed or f"{STARTS} ({node.nodeid}: {error!r:.80})"
        elif isinstance(error, AssertionError | pytest.fail.Exception):
            self._failed = self._failed or f"{FAILS} {node.nodeid}"
        else:
            self._met = self._met or f"{ERROR} {node.nodeid}: {error!r:.80}"
            self._errors += 1
        if self._failed or self._errors > _ERRORS:
            node.session.shouldstop = "noticed"
