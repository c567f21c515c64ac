"""Files in the JSON of the rows that they belong to."""

import re
from dataclasses import dataclass
from typing import Annotated, Any, get_args
from urllib.parse import quote

from pydantic import BaseModel, Field

from chat.core.db.file_columns import StoredFile

_PARAMETER = re.compile(r"\{([^}]+)\}")


class File(BaseModel):
    """A file that belongs to a record."""

    name: str
    type: str
    size: int
    url: Annotated[str, Field(json_schema_extra={"format": "uri-reference"})]


@dataclass(frozen=True)
class FileAt:
    """Where a file is read: a path of attributes of its row."""

    path: str

    def shown(self, file: StoredFile, row: object) -> dict[str, Any]:
        """Return what clients see of a file of a row."""
        url = _PARAMETER.sub(
            lambda found: quote(str(getattr(row, found[1])), ""), self.path
        )
        return {"name": file.name, "type": file.type, "size": file.size, "url": url}


def addresses_of(schema: type[BaseModel]) -> dict[str, FileAt]:
    """Return where the files of a kind of rows are read, by their names in JSON."""
    found = {
        field.alias or name: _address(field.annotation, *field.metadata)
        for name, field in schema.model_fields.items()
    }
    return {name: each for name, each in found.items() if each is not None}


def _address(*parts: Any) -> FileAt | None:
    for each in parts:
        found = each if isinstance(each, FileAt) else _address(*get_args(each))
        if found is not None:
            return found
    return None
