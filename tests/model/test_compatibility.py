"""A model that would break a template of its own major version is found, and said in words."""

from __future__ import annotations

import copy
import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bd_scaffold.model.compatibility import incompatibilities
from bd_scaffold.model.schema import json_schema
from bd_scaffold.model.types import FORMAT

ROOT = Path(__file__).parents[2]
PROMISED = ROOT / "docs" / "model"

Change = Callable[[dict[str, Any]], None]
NEW = json_schema()


def changed(change: Change) -> dict[str, Any]:
    """The schema of today with one change to its records."""
    schema = copy.deepcopy(NEW)
    change(schema["$defs"])
    return schema


def broken(change: Change) -> list[str]:
    return incompatibilities(NEW, changed(change))


def gone(records: dict[str, Any]) -> None:
    del records["Column"]["properties"]["attribute"]
    records["Column"]["required"].remove("attribute")


def renamed(records: dict[str, Any]) -> None:
    column = records["Column"]
    column["properties"]["title"] = column["properties"].pop("name")
    column["required"][column["required"].index("name")] = "title"


def member(path: str, **said: Any) -> Change:
    """A change of what is said of one member."""
    record, name = path.split(".")
    return lambda records: records[record]["properties"].update({name: said})


def left_out(records: dict[str, Any]) -> None:
    records["Entity"]["required"].remove("description")
    records["Entity"]["properties"]["description"]["default"] = ""


def always_there(records: dict[str, Any]) -> None:
    records["Schema"]["required"].append("pattern")


def other_default(records: dict[str, Any]) -> None:
    records["Property"]["properties"]["in_read"] |= {"default": False, "const": True}


def in_a_deep_record(records: dict[str, Any]) -> None:
    del records["Schema"]["properties"]["scale"]


TEXT = {"type": "string"}
BREAKING = {
    "removed": (gone, "model.tables[].columns[].attribute is gone"),
    "renamed": (renamed, "model.tables[].columns[].name is called title now"),
    "of another type": (
        member("Database.postgresql", **TEXT),
        "model.database.postgresql was true or false, and is a text now",
    ),
    "one instead of many": (
        member("Entity.search", **TEXT),
        "model.entities[].search was a list of texts, and is a text now",
    ),
    "many instead of one": (
        member("Entity.label", type="array", items=TEXT),
        "model.entities[].label was a text, and is a list of texts now",
    ),
    "lists of something else": (
        member("Entity.search", type="array", items={"type": "integer"}),
        "model.entities[].search[] was a text, and is a whole number now",
    ),
    "a text instead of a record": (
        member("Entity.mapped", **TEXT),
        "model.entities[].mapped was a record (MappedCode), and is a text now",
    ),
    "a longer group": (
        member(
            "ResourceReference.columns",
            type="array",
            items={"type": "array", "prefixItems": [TEXT] * 3},
        ),
        (
            "model.entities[].resource.references[].columns[] was a group of a text and a text, "
            "and is a group of a text and a text and a text now"
        ),
    ),
    "a group of something else": (
        member(
            "ResourceReference.columns",
            type="array",
            items={"type": "array", "prefixItems": [TEXT, {"type": "integer"}]},
        ),
        "model.entities[].resource.references[].columns[][1] was a text, and is a whole number now",
    ),
    "perhaps null": (
        member("Entity.label", type=["string", "null"]),
        "model.entities[].label may be null now",
    ),
    "perhaps no record": (
        member(
            "Entity.mapped", anyOf=[{"$ref": "#/$defs/MappedCode"}, {"type": "null"}]
        ),
        "model.entities[].mapped may be null now",
    ),
    "a list with null": (
        member("Entity.search", type="array", items={"type": ["string", "null"]}),
        "model.entities[].search[] may be null now",
    ),
    "anything, even null": (
        member("Property.default", default=None),
        "model.entities[].properties[].default may be null now",
    ),
    "fewer values": (
        member("Entity.pagination", type="string", enum=["page", "keyset"]),
        'model.entities[].pagination is never "cursor" any more',
    ),
    "any value": (
        member("Entity.pagination", **TEXT),
        (
            "model.entities[].pagination may be anything now, "
            'not only "page" or "cursor"'
        ),
    ),
    "sometimes left out": (
        left_out,
        'model.entities[].description was always there, and is left out where it is "" now',
    ),
    "always there": (
        always_there,
        (
            "model.entities[].key[].schema.pattern was left out where it was null, "
            "and is always there now"
        ),
    ),
    "left out in other cases": (
        other_default,
        (
            "model.entities[].properties[].in_read was left out where it was true, "
            "now where it is false"
        ),
    ),
    "far below": (in_a_deep_record, "model.entities[].key[].schema.scale is gone"),
    "added without a default": (
        member("Column.comment", **TEXT),
        (
            "model.tables[].columns[].comment is new and has no default, "
            "so models that are stored already can't be read"
        ),
    ),
}


@pytest.mark.parametrize("name", BREAKING)
def test_what_breaks_a_template_is_said_with_its_place(name: str) -> None:
    change, said = BREAKING[name]
    assert broken(change) == [said]


def new_record(records: dict[str, Any]) -> None:
    records["Note"] = {"properties": {"text": TEXT}, "required": ["text"]}
    notes = {"type": "array", "items": {"$ref": "#/$defs/Note"}, "default": []}
    records["Entity"]["properties"]["notes"] = notes


def reworded(records: dict[str, Any]) -> None:
    records["Column"]["description"] = "Another sentence."
    records["Column"]["properties"]["name"]["description"] = "other words"


def record_renamed(records: dict[str, Any]) -> None:
    records["TableColumn"] = records.pop("Column")
    items = {"$ref": "#/$defs/TableColumn"}
    records["Table"]["properties"]["columns"] = {"type": "array", "items": items}


ADDITIVE = {
    "a member with a default": member("Column.comment", **TEXT, default=""),
    "a free mapping": member(
        "Column.free",
        type="object",
        additionalProperties={"type": "object"},
        default={},
    ),
    "a record": new_record,
    "another value": member(
        "Entity.pagination", type="string", enum=["page", "cursor", "keyset"]
    ),
    "a text that is one of a few": member("Area.name", type="string", enum=["sales"]),
    "never null": member("Entity.volume", type="integer"),
    "other words": reworded,
    "another name of a record, which no template sees": record_renamed,
}


@pytest.mark.parametrize("name", ADDITIVE)
def test_an_addition_breaks_nothing(name: str) -> None:
    assert changed(ADDITIVE[name]) != NEW
    assert broken(ADDITIVE[name]) == []


def test_everything_that_breaks_is_said_at_once() -> None:
    def both(records: dict[str, Any]) -> None:
        gone(records)
        in_a_deep_record(records)

    assert len(broken(both)) == 2


@pytest.mark.parametrize("major", range(1, FORMAT + 1))
def test_what_each_major_version_promises_is_written_down(major: int) -> None:
    schema = json.loads(
        (PROMISED / f"v{major}.schema.json").read_text(encoding="utf-8")
    )
    assert schema["$defs"]["Model"]["properties"]["format"]["enum"] == [major]


def test_the_model_keeps_what_its_major_version_promises() -> None:
    path = PROMISED / f"v{FORMAT}.schema.json"
    promised = json.loads(path.read_text(encoding="utf-8"))
    assert incompatibilities(promised, NEW) == [], (
        "a template would break: raise FORMAT, or, while the version is not released, "
        "run python scripts/promise_model.py --again"
    )


@pytest.fixture
def promise() -> Callable[..., list[str]]:
    path = ROOT / "scripts" / "promise_model.py"
    spec = importlib.util.spec_from_file_location("promise_model", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[..., list[str]] = module.promise
    return found


def test_a_promise_takes_in_what_was_added(
    promise: Callable[..., list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "v1.schema.json"
    path.write_text(json.dumps(changed(gone)))
    assert promise(tmp_path, 1, again=False) != []  # `former` has no default
    assert promise(tmp_path, 1, again=True) == []
    assert json.loads(path.read_text()) == NEW


def test_a_promise_is_not_taken_back_unless_asked(
    promise: Callable[..., list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "v1.schema.json"
    old = json.dumps(changed(member("Column.comment", **TEXT)))
    path.write_text(old)
    assert promise(tmp_path, 1, again=False) == [
        "model.tables[].columns[].comment is gone"
    ]
    assert path.read_text() == old
