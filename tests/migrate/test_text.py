"""Revisions read as if written by hand: each text in `revisions/` is one, whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from changes import SHOP, SHOP_NEXT, STEPS, steps_of
from drafts import FIRST, first_migration, model_of
from test_retyped import RETYPED, product
from test_run import SHOP as SMALL_SHOP
from test_run import edited

from bd_scaffold import migrate
from bd_scaffold.model.types import Model
from features import CAPABILITIES

REVISIONS = Path(__file__).parent / "revisions"
SMALL = (
    *("optional field added", "field with a default added", "field renamed"),
    *("optional field removed", "text narrowed", "field required", "number retyped"),
    *("enum value renamed", "enum value removed", "own key"),
    *("entity renamed", "on_delete changed", "timestamps on"),
    *("enum stored natively", "native value added", "native value removed"),
    *("day to moment", "word to boolean"),
)


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name.replace(' ', '_')}.txt"


def written(old: Model, new: Model) -> str:
    """The revisions between two models, each under its path."""
    history = migrate.read_history({FIRST: first_migration(old)})
    made = migrate.revision(migrate.operations(old, new), history)
    return "\n\n".join(f"# {each.path}\n{each.text}" for each in made)


def written_in_two_steps(old: Model, new: Model) -> str:
    """The revisions that expand and those that contract, each under its path and its step."""
    history = migrate.read_history({FIRST: first_migration(old)})
    made = migrate.revision(migrate.two_steps(old, new), history)
    return "\n\n".join(f"# {each.step}: {each.path}\n{each.text}" for each in made)


def pair(name: str) -> tuple[Model, Model]:
    if name == "shop":
        return model_of(SHOP.read_text()), model_of(SHOP_NEXT.read_text())
    if name == "large index":
        large = f"requirements: {{quality: {{volume: {{Order: 10M}}}}}}\n{SMALL_SHOP}"
        sorted_ = large.replace(
            "total: integer", "placed_at: datetime? sort\n      total: integer"
        )
        return model_of(large), model_of(sorted_)
    if name in RETYPED:
        return product(RETYPED[name].old), product(RETYPED[name].new)
    step = next(each for each in STEPS if each.name == name)
    return model_of(step.old), model_of(step.new)


WRITTEN = {
    **{_path(REVISIONS, name): name for name in (*SMALL, "shop", "large index")},
    **{
        path: step.name
        for each in CAPABILITIES
        for step in steps_of(each)
        if (path := _path(each.revisions, step.name)).exists()
    },
}
"""Files that hold a revision, and what it is of."""


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_a_revision_is_what_stands_in_its_file(path: Path) -> None:
    assert written(*pair(WRITTEN[path])) == path.read_text()


@pytest.mark.parametrize(
    "name", ["field renamed", "entity renamed", "relation renamed"]
)
def test_a_pair_of_steps_is_what_stands_in_its_file(name: str) -> None:
    expected = REVISIONS / f"{name.replace(' ', '_')}_in_two_steps.txt"
    assert written_in_two_steps(*pair(name)) == expected.read_text()


def test_a_merge_follows_all_its_heads() -> None:
    old, new = model_of(SMALL_SHOP), model_of(edited(("string(60)", "string(61)")))
    first = first_migration(old)
    heads = {
        FIRST: first,
        "migrations/versions/a.py": 'revision = "ae1"\ndown_revision = "0001"\n',
        "migrations/versions/b.py": 'revision = "0002"\ndown_revision = "0001"\n',
    }
    history = migrate.read_history(heads)
    operations = migrate.operations(old, new)
    with pytest.raises(migrate.HistoryError):
        migrate.revision(operations, history)
    (made,) = migrate.revision(operations, history, merging=history.heads)
    assert made.path == "migrations/versions/0003_change_addresses_label.py"
    assert 'down_revision = ("ae1", "0002")' in made.text


def test_a_hint_names_the_file_and_says_what_it_is_for() -> None:
    old, new = model_of(SMALL_SHOP), model_of(edited(("string(60)", "string(61)")))
    history = migrate.read_history({FIRST: first_migration(old)})
    (made,) = migrate.revision(
        migrate.operations(old, new), history, summary_hint="Longer labels (ABC-7)"
    )
    assert made.path == "migrations/versions/0002_longer_labels_abc_7.py"
    assert made.text.startswith('"""Longer labels (ABC-7)."""\n')


def test_sql_is_told_for_each_engine_without_a_database() -> None:
    old, new = pair("entity renamed")
    history = migrate.read_history({FIRST: first_migration(old)})
    made = migrate.revision(migrate.operations(old, new), history)
    postgresql = migrate.sql_of(made, old, "postgresql")
    assert "ALTER TABLE boxes RENAME TO crates;\n" in postgresql
    assert "ALTER TABLE crates RENAME CONSTRAINT pk_boxes TO pk_crates;\n" in postgresql
    sqlite = migrate.sql_of(made, old, "sqlite")
    assert "ALTER TABLE boxes RENAME TO crates;\n" in sqlite
    assert "PRAGMA" not in sqlite


def test_sql_says_in_words_what_is_done_in_python() -> None:
    step = next(each for each in STEPS if each.name == "field required")
    old, new = model_of(step.old), model_of(step.new)
    history = migrate.read_history({FIRST: first_migration(old)})
    made = migrate.revision(migrate.operations(old, new), history)
    for engine in ("postgresql", "sqlite"):
        told = migrate.sql_of(made, old, engine)
        assert told.startswith("-- stops where rows of tags have no word\n")


def test_a_bound_by_another_column_stands_in_for_no_number() -> None:
    fields = "entities: {Item: {fields: {low: integer, high: integer}"
    old = model_of(f"{fields}, checks: [low <= high]}}}}")
    new = model_of("entities: {Item: {fields: {high: integer}}}")
    assert 'sa.Column("low", sa.Integer(), nullable=False' in written(old, new)
