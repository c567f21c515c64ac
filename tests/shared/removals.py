"""Generated code with one check taken out, and whether a test of the project notices.

Each condition, refusal, narrowing and stamp of what holds rules of access is a place; taking it
out is a change of one expression. A change after which every test passes has survived.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

CORE = (
    "core/security/access.py",
    "core/security/authentication.py",
    "core/security/principal.py",
    "core/security/rules.py",
    "core/security/tokens.py",
    "core/accounts/administration.py",
    "core/accounts/bearer.py",
    "core/accounts/dependencies.py",
    "core/db/guarded.py",
    "core/db/link_filters.py",
    "core/db/links.py",
    "core/db/nested_links.py",
    "core/db/row_rules.py",
    "core/db/visibility.py",
    "core/http/dependencies.py",
    "core/http/permissions.py",
)
"""The modules in which every condition is a check."""

SLICES = ("access.py", "router.py", "repository.py")
TESTS = {
    "core/security/tokens.py": ("core/test_tokens",),
    "core/security/authentication.py": ("access/test_credentials", "core/test_callers"),
    "core/security/access.py": ("access/test_rules", "access/test_closed"),
    "core/security/principal.py": ("access/test_rules",),
    "core/security/rules.py": ("access/test_rules",),
    "core/accounts/bearer.py": ("access/test_credentials", "core/test_audit"),
    "core/accounts/administration.py": ("core/test_administration",),
    "core/accounts/dependencies.py": ("core/test_sessions", "core/test_recovery"),
    "core/db/guarded.py": ("access/test_repositories", "access/test_related"),
    "core/db/link_filters.py": ("access/test_related", "core/test_links"),
    "core/db/links.py": ("access/test_related", "core/test_links", "api/test_links"),
    "core/db/nested_links.py": ("core/test_nested_links", "api/test_nested_links"),
    "core/db/row_rules.py": ("access/test_repositories",),
    "core/db/visibility.py": ("access/test_repositories", "access/test_related"),
    "core/http/dependencies.py": ("access/test_answers", "core/test_app"),
    "core/http/permissions.py": ("access/test_closed",),
    "access.py": ("access/test_closed", "access/test_repositories"),
    "router.py": ("access/test_closed",),
    "repository.py": ("access/test_repositories",),
}
"""The tests that are asked before the others, by a module or its name: the nearest."""

USUAL = tuple(
    f"access/test_{each}"
    for each in (
        *("rules", "closed", "repositories", "related"),
        *("answers", "writes", "credentials"),
    )
)
_PARTS = ("visible", "narrowed", "within_scope")


@dataclass(frozen=True, slots=True)
class Removal:
    """One check, and the module without it."""

    file: str  # under the package: "core/db/guarded.py"
    line: int
    inside: str  # the function: "Guarded.add"
    what: str  # "verdict == NOBODY → False"
    source: bytes
    opens: bool  # a refusal or a narrowing is gone, and not any condition

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.inside}: {self.what}"

    @property
    def key(self) -> str:
        """What it is called, whatever stands above it."""
        return f"{self.file} {self.inside}: {self.what}"


def removals(package: Path) -> list[Removal]:
    """Return each check that can be taken out of the code of a project."""
    files = [package / each for each in CORE]
    slices = sorted(each.parent for each in package.rglob("access.py"))
    files += [
        folder / name
        for folder in slices
        if folder.parent.name != "core"
        for name in SLICES
    ]
    files += sorted((package / "models").glob("*.py"))
    files.append(package / "core/db/shape.py")
    there = (each for each in files if each.exists())
    return [each for file in there for each in _of_file(package, file)]


def _of_file(package: Path, file: Path) -> Iterator[Removal]:
    source = file.read_bytes()
    name = file.relative_to(package).as_posix()
    finder = _Finder(source, everywhere=name in CORE)
    finder.visit(ast.parse(source))
    for inside, node, new, what, opens in finder.found:
        start, end = finder.span(node)
        changed = source[:start] + new.encode() + source[end:]
        yield Removal(name, node.lineno, inside, what, changed, opens)


Found = tuple[str, ast.expr | ast.stmt | ast.keyword, str, str, bool]


class _Finder(ast.NodeVisitor):
    """Finds the places of a module."""

    def __init__(self, source: bytes, *, everywhere: bool) -> None:
        self._source, self._everywhere = source, everywhere
        self._starts = [0]
        for line in source.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self._inside: list[str] = []
        self.found: list[Found] = []

    def span(self, node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
        """Return where something stands."""
        start = self._starts[node.lineno - 1] + node.col_offset
        end = self._starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        return start, end

    def _text(self, node: ast.expr | ast.stmt | ast.keyword) -> str:
        start, end = self.span(node)
        return " ".join(self._source[start:end].decode().split())

    def _add(
        self, node: ast.expr | ast.stmt | ast.keyword, new: str, *, opens: bool = True
    ) -> None:
        said = f"{self._text(node)[:70]} → {new}"
        self.found.append((".".join(self._inside), node, new, said, opens))

    def _both(self, node: ast.expr, *, opens: bool | None = None) -> None:
        """Add a condition that always holds, and one that never does."""
        for value in (True, False):
            self._add(node, str(value), opens=value is opens)

    # where it is

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._inside.append(node.name)
        for base in node.bases:
            if self._text(base).startswith("Guarded["):
                rest = self._text(base).removeprefix("Guarded")
                self._add(
                    base, f"__import__('{_BASE}', fromlist=['x']).SqlRepository{rest}"
                )
        self.generic_visit(node)
        self._inside.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._inside.append(node.name)
        self.generic_visit(node)
        self._inside.pop()

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._inside.append(node.name)
        self.generic_visit(node)
        self._inside.pop()

    # what it is

    def visit_If(self, node: ast.If) -> None:
        if self._everywhere and self._text(node.test) != "TYPE_CHECKING":
            first = node.body[0]
            refuses = any(isinstance(each, ast.Raise) for each in ast.walk(first))
            leaves = isinstance(first, ast.Return | ast.Continue) and not refuses
            self._both(node.test, opens=False if refuses else True if leaves else None)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        if self._everywhere or any(part in self._text(node) for part in _PARTS):
            self._both(node.test)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        if self._everywhere:
            neutral = "True" if isinstance(node.op, ast.And) else "False"
            for value in node.values:
                self._add(value, neutral, opens=False)
        self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        if self._everywhere and self._inside:
            self._add(node, "pass")

    def visit_Expr(self, node: ast.Expr) -> None:
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        checks = isinstance(call, ast.Call) and "super()" not in self._text(node)
        if self._everywhere and self._inside and checks:
            self._add(node, "pass")
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        decided = isinstance(node.value, ast.Compare | ast.BoolOp) or (
            isinstance(node.value, ast.UnaryOp) and isinstance(node.value.op, ast.Not)
        )
        if self._everywhere and node.value is not None and decided:
            self._both(node.value)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = self._text(node.func).rpartition(".")[2]
        for each in node.args:
            narrows = any(
                part in self._text(each) for part in (*_PARTS, "held", "same")
            )
            if name == "where" and (self._everywhere or narrows):
                self._add(each, "*()" if isinstance(each, ast.Starred) else "sa.true()")
            if name == "Always" and self._everywhere and self._inside:
                self._both(each)
        for keyword in node.keywords:
            if name == "Access" and keyword.arg != "resource" and not self._inside:
                if self._text(keyword.value) != "PUBLIC":
                    self._add(keyword.value, _PUBLIC)
            elif keyword.arg in _WITHOUT:
                self._add(keyword.value, _WITHOUT[keyword.arg])
            elif name == "JWTClaimsRegistry" and keyword.arg not in ("now", "leeway"):
                self._add(keyword, f"{keyword.arg}={{}}")
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        target = self._text(node.targets[0])
        if target == "__access__":
            self._add(node, "pass")
        self._without_one(node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._without_one(node.value)
        self.generic_visit(node)

    def _without_one(self, value: ast.expr) -> None:
        """Add a module's tuple of texts without each of them."""
        if not (isinstance(value, ast.Tuple) and self._everywhere):
            return
        if self._inside or not all(isinstance(e, ast.Constant) for e in value.elts):
            return
        for gone in value.elts:
            kept = [self._text(each) for each in value.elts if each is not gone]
            self._add(value, f"({', '.join(kept)},)")

    def visit_Dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if key is not None and self._text(value) == "account":
                self._add(value, "lambda _context: None")
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        if self._everywhere:
            for each in node.ifs:
                self._add(each, "True", opens=False)
        self.generic_visit(node)


_BASE = "PACKAGE.core.db.repository"
_PUBLIC = "__import__('PACKAGE.core.security.rules', fromlist=['x']).PUBLIC"
_SYSTEM = "__import__('PACKAGE.core.security.principal', fromlist=['x']).SYSTEM"
_WITHOUT = {
    "dependencies": "[]",
    "grants": "None",
    "principal": _SYSTEM,
    "algorithms": "None",
}
"""Arguments that narrow what is done, and what they are where nothing is narrowed."""


_AT_ONCE = "the rule refuses nobody whatever the row"
EQUIVALENT = {
    '("update", "delete") → ': "what isn't decided as a row is read is asked later",
    "audit_refusal(": "a line of the log",
    "_unpadded:": "no column of this design is a char",
    "flag_modified(": "moves a version, and holds nobody up",
    "create_box: [permitted(": _AT_ONCE,
    "get_tag: [permitted(": _AT_ONCE,
    "create_tag: [permitted(": _AT_ONCE,
    "delete_tag: [permitted(": _AT_ONCE,
    '("list", "get", "create") → ("list", "create",)': _AT_ONCE,
    'hasattr(cls, "model") → True': "every repository of a project has a model",
    "AccessTokens.sign: self.keys.algorithms": "what is signed is the service's own",
    'sub={"essential": True} →': "an account that isn't named can't be read",
    'sid={"essential": True} →': "a session that isn't named can't be read",
    'exp={"essential": True} →': "an end that isn't named can't be read",
}
"""Removals that nobody could notice, by a part of what they are called, and why."""


def reason_of(removal: Removal) -> str:
    """Return why nobody could notice that a check is gone; nothing where they should."""
    found = (why for part, why in EQUIVALENT.items() if part in str(removal))
    return next(found, "")


# Trying


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

        A test fails, or the project starts no more. A test that only meets an error asks the
        others first, and is the answer if none of them fails.
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
        met = ""
        for tests in (nearest, others):
            said = self._run(self._existing(tests))
            if said and not said.startswith(ERROR):
                return said
            met = met or said
        return met

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
