"""Copier's own command, with templates that another of its processes has compiled.

An update compiles the blueprint three times, which is a third of what it costs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from types import CodeType
from typing import Any

from copier.__main__ import CopierApp
from jinja2 import Environment, FileSystemBytecodeCache

_compile = Environment.compile
_SYNTAX = (
    *("block_start_string", "block_end_string", "variable_start_string"),
    *("variable_end_string", "comment_start_string", "comment_end_string"),
    *("line_statement_prefix", "line_comment_prefix", "trim_blocks", "lstrip_blocks"),
    *("newline_sequence", "keep_trailing_newline", "sandboxed", "optimized"),
)


def copier() -> None:
    """Run Copier with the arguments of this process."""
    Environment.compile = compiling_once()  # type: ignore[method-assign]
    CopierApp.run()


def compiling_once() -> Callable[..., Any]:
    """Return what compiles templates for an environment, and keeps what it has compiled."""
    kept = FileSystemBytecodeCache(pattern="tests_%s.cache")

    def compiled(
        self: Environment,
        source: Any,
        name: str | None = None,
        filename: str | None = None,
        **more: Any,
    ) -> Any:
        if more or not isinstance(source, str):
            return _compile(self, source, name, filename, **more)
        # An extension may do more here than return the source.
        source = self.preprocess(source, name, filename)
        bucket = kept.get_bucket(self, _key(self, source, name), None, source)
        if bucket.code is None:
            bucket.code = _compile(self, source, name, filename)
            kept.set_bucket(bucket)
        code: CodeType = bucket.code
        return code.replace(co_filename=filename or "<template>")

    return compiled


def _key(environment: Environment, source: str, name: str | None) -> str:
    """Return everything that what is compiled depends on."""
    words = [str(getattr(environment, each)) for each in _SYNTAX]
    known = [*environment.extensions, *environment.filters, *environment.tests]
    text = "\0".join([source, str(name), *words, *sorted(known)])
    return hashlib.sha256(text.encode()).hexdigest()
