"""A model as text survives YAML's literal blocks, whatever its words hold."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from bd_scaffold.model import store
from bd_scaffold.model.types import FORMAT
from bd_scaffold.record import Record
from bd_scaffold.sources import stack
from bd_scaffold.sources.compiled import compiled


class _Item(Record, frozen=True):
    name: str
    flags: tuple[bool, ...]
    note: str | None = None


class _Model(Record, frozen=True):
    title: str
    items: tuple[_Item, ...]
    words: tuple[str, ...]


def test_each_record_of_a_list_has_its_line() -> None:
    model = _Model("T", (_Item("a", (True,)), _Item("b", ())), ("x", "y"))
    assert store.dump(model) == (  # type: ignore[arg-type]
        '{\n"title": "T",\n"items": [\n'
        '{"name":"a","flags":[true]},\n{"name":"b","flags":[]}\n'
        '],\n"words": ["x","y"]\n}\n'
    )


def test_a_record_leaves_out_what_has_its_default_alone() -> None:
    model = _Model("T", (_Item("a", (), "read"), _Item("b", (), "")), ())
    assert '{"name":"a","flags":[],"note":"read"}' in store.dump(model)  # type: ignore[arg-type]
    assert '{"name":"b","flags":[],"note":""}' in store.dump(model)  # type: ignore[arg-type]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_from_the_compiled_file(title: str) -> None:
    stored = store.dump(_Model(title, (), ()))  # type: ignore[arg-type]
    read = yaml.safe_load(compiled(b"name: x\n", stored))
    assert read["model"] == stored
    assert store.read(read["model"])["title"] == title


def test_a_blueprint_is_held_to_the_version_of_the_model_that_is_made() -> None:
    assert stack.MODEL == FORMAT
