"""What PostgreSQL and SQLite write in different ways."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler


class ByEngine(sa.ColumnElement[Any]):
    """An expression that each engine has in its own words."""

    inherit_cache = False

    def __init__(self, postgresql: str, sqlite: str) -> None:
        self.postgresql = postgresql
        self.sqlite = sqlite


@compiles(ByEngine)
def _written(element: ByEngine, compiler: SQLCompiler, **options: Any) -> str:
    is_postgresql = compiler.dialect.name == "postgresql"
    text = element.postgresql if is_postgresql else element.sqlite
    return compiler.process(sa.text(text), **options)
