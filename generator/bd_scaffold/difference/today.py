"""What was said of an entity, in the names that its fields have today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .. import names
from ..model.types import Index
from ..record import Record, replace

_WORD = re.compile(
    r"""'(?:[^']|'')*'|"(?P<quoted>(?:[^"]|"")*)"|(?P<bare>[A-Za-z_]\w*)\b(?!\()""",
    re.ASCII,
)


class Today(Record, frozen=True):
    """The names of then that are others now."""

    fields: Mapping[str, str]
    columns: Mapping[str, str]

    def group(self, fields: Iterable[str]) -> tuple[str, ...]:
        """Return fields by the names of today."""
        return tuple(self.fields.get(each, each) for each in fields)

    def index(self, index: Index) -> Index:
        """Return an index of fields by the names of today."""
        return replace(
            index,
            columns=self.group(index.columns),
            include=self.group(index.include),
            where=self.sql(index.where),
            keys=tuple(
                replace(
                    key,
                    sql=self.sql(key.sql),
                    column=self.columns.get(key.column, key.column),
                )
                for key in index.keys
            ),
        )

    def sql(self, text: str) -> str:
        """Return a condition with the columns of today."""
        return _WORD.sub(self._word, text) if self.columns else text

    def _word(self, match: re.Match[str]) -> str:
        column = match["bare"] or match["quoted"]
        now = self.columns.get(column)
        return match[0] if now is None else names.quote_sql(now)
