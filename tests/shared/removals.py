"""Generated code with one check taken out, for `trials.py` to ask whether a test notices.

Each condition, refusal, narrowing and stamp of what holds rules of access is a place; taking it
out is a change of one expression. A change after which every test passes has survived.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

CORE = (
    "core/security/access.py",
    "core/security/authentication.py",
    "core/security/keys.py",
    "core/security/passwords.py",
    "core/security/principal.py",
    "core/security/rules.py",
    "core/security/throttle.py",
    "core/security/tokens.py",
    "core/accounts/administration.py",
    "core/accounts/bearer.py",
    "core/accounts/dependencies.py",
    "core/accounts/recovery.py",
    "core/accounts/revocation.py",
    "core/accounts/router.py",
    "core/accounts/session_store.py",
    "core/accounts/sessions.py",
    "core/accounts/sign_in_router.py",
    "core/accounts/store.py",
    "core/db/field_rules.py",
    "core/db/guarded.py",
    "core/db/guarded_transitions.py",
    "core/db/link_filters.py",
    "core/db/links.py",
    "core/db/nested_links.py",
    "core/db/restoring.py",
    "core/db/row_rules.py",
    "core/db/transitions.py",
    "core/db/visibility.py",
    "core/http/dependencies.py",
    "core/http/permissions.py",
    "core/http/preconditions.py",
    "core/http/security_headers.py",
    "core/http/seen_by.py",
    "core/api_keys/authenticator.py",
    "core/api_keys/keys.py",
    "core/api_keys/router.py",
    "core/api_keys/secret.py",
    "core/api_keys/store.py",
    "core/browser/authenticator.py",
    "core/browser/cookies.py",
    "core/browser/flow.py",
    "core/browser/origins.py",
    "core/browser/router.py",
    "core/browser/sessions.py",
    "core/db/tenancy.py",
    "core/db/through.py",
    "core/http/callers.py",
    "core/http/rate_limit.py",
    "core/http/tenants.py",
    "core/oidc/accounts.py",
    "core/oidc/authenticator.py",
    "core/oidc/claims.py",
    "core/oidc/issuer.py",
    "core/oidc/tokens.py",
    "core/security/tenants.py",
    "core/limiter.py",
    "rate_limits.py",
)
"""The modules in which every condition is a check."""

SLICES = ("access.py", "router.py", "repository.py")
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


def removals(package: Path, *, but: Collection[str] = ()) -> list[Removal]:
    """Return each check that can be taken out of the code of a project.

    `but`, those of another project are known by their keys: what both have is left out, and
    so are the slices, which differ in what their entities are called.
    """
    files = [package / each for each in CORE if (package / each).exists()]
    slices = sorted(each.parent for each in package.rglob("access.py") if not but)
    files += [
        folder / name
        for folder in slices
        if folder.parent.name != "core"
        for name in SLICES
    ]
    files += sorted((package / "models").glob("*.py")) if not but else ()
    files.append(package / "core/db/shape.py")
    there = (each for each in files if each.exists())
    found = [each for file in there for each in _of_file(package, file)]
    return [each for each in found if each.key not in but]


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
            name, _, of = self._text(base).partition("[")
            if self._everywhere or name not in _WITHOUT_RULES:
                continue
            instead = f"{_WITHOUT_RULES[name]}[{of}"
            # Beside others, which are repositories themselves, nothing stands for it.
            is_alone = len(node.bases) == 1 or name != "Guarded"
            self._add(base, instead if is_alone else "type('', (), {})")
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
        text = self._text(node)
        checks = isinstance(call, ast.Call) and not any(
            each in text for each in ("super()", "_logger.")
        )
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
                self._rules(keyword.value)
            elif keyword.arg in _WITHOUT:
                self._add(keyword.value, _WITHOUT[keyword.arg])
            elif name == "JWTClaimsRegistry" and keyword.arg not in ("now", "leeway"):
                self._add(keyword, f"{keyword.arg}={{}}")
        self.generic_visit(node)

    def _rules(self, value: ast.expr) -> None:
        """Add a rule without what it asks for; of single fields, each of them."""
        for each in value.values if isinstance(value, ast.Dict) else [value]:
            if self._text(each) != "PUBLIC":
                self._add(each, _PUBLIC)

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
        texts = (isinstance(getattr(e, "value", None), str) for e in value.elts)
        if self._inside or not all(texts):
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


_WITHOUT_RULES = {
    "Guarded": "__import__('PACKAGE.core.db.repository', fromlist=['x']).SqlRepository",
    "FieldRules": "__import__('PACKAGE.core.db.guarded', fromlist=['x']).Guarded",
    "GuardedTransitions": (
        "__import__('PACKAGE.core.db.transitions', fromlist=['x']).Transitions"
    ),
}
"""Bases of repositories that ask rules, and what they are where these are gone."""
_PUBLIC = "__import__('PACKAGE.core.security.rules', fromlist=['x']).PUBLIC"
_SYSTEM = "__import__('PACKAGE.core.security.principal', fromlist=['x']).SYSTEM"
_WITHOUT = {
    "dependencies": "[]",
    "grants": "None",
    "principal": _SYSTEM,
    "algorithms": "None",
    "secure": "False",
    "httponly": "False",
    "samesite": "'none'",
}
"""Arguments that narrow what is done, and what they are where nothing is narrowed."""


_CLOSED = "what stays open lets nobody in"
_ONE_WRITES = "SQLite, where this is tried, lets one write at a time"
_AT_ONCE = "the rule refuses nobody whatever the row"
_NO_OTHER = "there is no other rule, and one would meet an error all the same"
EQUIVALENT = {
    '("update", "delete") → ': "what isn't decided as a row is read is asked later",
    "_touches: not rule.is_of_row → True": "more is asked again than has changed",
    "_reference: raise LookupError(": _NO_OTHER,
    "_unpadded:": "no column of this design is a char",
    "flag_modified(": "moves a version, and holds nobody up",
    "create_box: [permitted(": _AT_ONCE,
    "get_tag: [permitted(": _AT_ONCE,
    "create_tag: [permitted(": _AT_ONCE,
    "delete_tag: [permitted(": _AT_ONCE,
    '("list", "get", "create") → ("list", "create",)': _AT_ONCE,
    '("list", "get", "create") → ("list", "get",)': "who has signed in may add any here",
    "len(rule.path) == 1 → True": "no rule here asks for what is missing along a path",
    "_holds: not isinstance(rule, Compared) →": _NO_OTHER,
    "_holds: raise TypeError(": _NO_OTHER,
    'hasattr(cls, "model") → True': "every repository of a project has a model",
    "_decided.pop(": "what was decided can only refuse: the statement asks again",
    "SessionStore._end: still →": "what has ended ends again, a little later",
    "tenant_of: rows.c[name] ==": "no rows of this design are linked by their keys alone",
    "AccountStore.give: await self._session.flush()": "the commit writes it as well",
    "_named: found.setdefault(each.key,": "no field with a rule has another column here",
    "_named: found.setdefault(relation.key,": "no relation has a rule of its own here",
    "AccountStore.flush: ": "the next statement writes it anyway",
    "account_of: raise UnavailableError(": "it takes deleting an account as it is made",
    "_make: await work.session.flush()": "the commit writes it as well",
    "_require_room: await AccountStore(": _ONE_WRITES,
    "ApiKeyStore.forget_ended: _of(": "what has ended is forgotten, whosever it was",
    "ApiKeyStore.used: stale →": "whoever asks has looked at the same before",
    "Passwords.close: ": _CLOSED,
    "Throttle.close: ": _CLOSED,
    "disable: await self._store.flush()": "the next statement writes it anyway",
    "_writing: _refuse_repeated(": "no write of this design has a parameter",
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
