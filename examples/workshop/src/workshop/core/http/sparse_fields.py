"""Answers with some fields of their rows alone: `fields=id,name`."""

from functools import lru_cache

from pydantic import MISSING, BaseModel


def attributes_of(schema: type[BaseModel], fields: str | MISSING) -> tuple[str, ...]:
    """Return the attributes of a row that show the named fields; none where none is named."""
    if fields is MISSING:
        return ()
    known = _attributes(schema)
    return tuple(sorted({known[name] for name in fields.split(",")}))


@lru_cache
def _attributes(schema: type[BaseModel]) -> dict[str, str]:
    """Return the attribute of each field, which is called otherwise where Python needs it."""
    return {each.alias or name: name for name, each in schema.model_fields.items()}
