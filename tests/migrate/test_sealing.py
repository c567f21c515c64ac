"""Values are encrypted and decrypted where they stand, by the keys of the service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from databases import Database
from drafts import FIRST, entity, first_migration
from journey import Empty, texts
from sealed import opened

from bd_scaffold import migrate
from bd_scaffold.model.types import Model

IDS = [f"0190c7a0-0000-7000-8000-{n:012}" for n in range(1, 4)]
PHONES = ["+48 600", "ünd §", None]


def person(phone: str, **words: object) -> Model:
    return entity(f"name: string(9)\nphone: {phone}", "Person", **words)


PLAIN = person("string(30)?")
ENCRYPTED = person("string(30)? encrypted")
FOUND = person("string(30)? encrypted filter")


def with_people(empty: Empty, phones: list[str | None] = PHONES) -> Database:
    database = empty()
    database.migrate([first_migration(PLAIN)])
    if phones:
        insert(database, dict(zip(IDS, phones, strict=True)))
    return database


def insert(database: Database, phones: Mapping[str, str | None]) -> None:
    rows = sa.table(
        "people",
        sa.column("id", sa.Uuid(as_uuid=False)),
        *map(sa.column, ("name", "phone")),
        *(
            sa.column(f"{each}_at", sa.DateTime(timezone=True))
            for each in ("created", "updated")
        ),
    )
    now = dict.fromkeys(("created_at", "updated_at"), dt.datetime.now(dt.UTC))
    values = [{"id": k, "name": "x", "phone": v, **now} for k, v in phones.items()]
    database.run(lambda c: c.execute(rows.insert(), values))


def stored(database: Database, *columns: str) -> dict[str, list[object]]:
    rows = sa.table(
        "people", sa.column("id", sa.Uuid(as_uuid=False)), *map(sa.column, columns)
    )
    found = database.run(lambda c: c.execute(sa.select(rows)).all())
    return {str(key): rest for key, *rest in found}


def read(database: Database, context: str = "people.phone") -> list[str | None]:
    found = stored(database, "phone")
    return [
        phone and opened(str(phone), context, key)
        for key, (phone,) in sorted(found.items())
    ]


def test_rows_are_encrypted_and_decrypted_again(empty: Empty) -> None:
    database = with_people(empty)
    revisions = texts(PLAIN, FOUND)
    database.migrate(revisions)
    assert read(database) == PHONES
    found = stored(database, "phone", "phone_hash")
    hashes = [rest[1] for _, rest in sorted(found.items())]
    assert len(set(hashes)) == 3
    assert hashes[2] is None
    assert not any(str(each).startswith("+48") for each, _ in found.values())
    database.migrate(reversed(revisions), "downgrade")
    assert [rest[0] for _, rest in sorted(stored(database, "phone").items())] == PHONES


def test_rows_are_decrypted_and_encrypted_again(empty: Empty) -> None:
    database = with_people(empty)
    database.migrate(texts(PLAIN, FOUND))
    revisions = texts(FOUND, PLAIN)
    database.migrate(revisions)
    assert [rest[0] for _, rest in sorted(stored(database, "phone").items())] == PHONES
    database.migrate(reversed(revisions), "downgrade")
    assert read(database) == PHONES
    hashes = [rest[0] for _, rest in sorted(stored(database, "phone_hash").items())]
    assert [each is None for each in hashes] == [each is None for each in PHONES]


def test_a_look_up_is_added_and_taken_away(empty: Empty) -> None:
    database = with_people(empty)
    database.migrate(texts(PLAIN, ENCRYPTED))
    revisions = texts(ENCRYPTED, FOUND)
    database.migrate(revisions)
    first = stored(database, "phone_hash")
    database.migrate(reversed(revisions), "downgrade")
    back = texts(FOUND, ENCRYPTED)
    database.migrate(revisions)
    database.migrate(back)
    database.migrate(reversed(back), "downgrade")
    assert stored(database, "phone_hash") == first


@pytest.mark.parametrize(
    ("renamed", "context"),
    [
        (
            entity("name: string(9)\ntel: string(30)? encrypted was(phone)", "Person"),
            "people.tel",
        ),
    ],
)
def test_values_are_bound_to_the_newer_name(
    empty: Empty, renamed: Model, context: str
) -> None:
    database = with_people(empty)
    database.migrate(texts(PLAIN, ENCRYPTED))
    revisions = texts(ENCRYPTED, renamed)
    database.migrate(revisions)
    found = sorted(stored(database, "tel").items())
    assert [t and opened(str(t), context, key) for key, (t,) in found] == PHONES
    database.migrate(reversed(revisions), "downgrade")
    assert read(database) == PHONES


def test_it_refuses_by_name_without_keys_and_changes_nothing(
    empty: Empty, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = with_people(empty)
    monkeypatch.delenv("ENCRYPTION_KEYS")
    with pytest.raises(RuntimeError, match="ENCRYPTION_KEYS"):
        database.migrate(texts(PLAIN, ENCRYPTED))
    assert [r[0] for _, r in sorted(stored(database, "phone").items())] == PHONES


def test_no_keys_are_needed_where_there_are_no_rows(
    empty: Empty, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = with_people(empty)
    database.run(lambda c: c.execute(sa.text("DELETE FROM people")))
    monkeypatch.delenv("ENCRYPTION_KEYS")
    revisions = texts(PLAIN, FOUND)
    database.migrate(revisions)
    database.migrate(reversed(revisions), "downgrade")


def test_what_was_moved_stops_it(empty: Empty) -> None:
    database = with_people(empty)
    database.migrate(texts(PLAIN, ENCRYPTED))
    swap = "UPDATE people SET phone = (SELECT max(phone) FROM people)"
    database.run(lambda c: c.execute(sa.text(swap)))
    with pytest.raises(RuntimeError, match=r"people\.phone"):
        database.migrate(texts(ENCRYPTED, PLAIN))


def test_many_rows_are_encrypted(empty: Empty) -> None:
    database = with_people(empty, [])
    keys = [f"0190c7a0-0000-7000-8000-{n:012}" for n in range(2100)]
    insert(database, {key: key[-5:] for key in keys})
    database.migrate(texts(PLAIN, FOUND))
    assert read(database) == [key[-5:] for key in keys]


def dangers(old: Model, new: Model) -> list[str]:
    operations = migrate.operations(old, new)
    return [each.name for each in migrate.destructive_changes(operations)]


def test_decrypting_is_asked_for_by_name() -> None:
    assert dangers(PLAIN, FOUND) == []
    assert "decrypt:Person.phone" in dangers(FOUND, PLAIN)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("integer?", "integer? encrypted", "can't be encrypted"),
        ("string(9)?", "string(30)? encrypted", "can't be encrypted"),
        ("string(30)? encrypted", "integer? encrypted", "can't turn"),
    ],
)
def test_what_cannot_follow_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(migrate.UnsupportedChangeError, match=said):
        migrate.operations(person(old), person(new))


def test_old_and_new_code_cannot_both_read_it() -> None:
    with pytest.raises(migrate.UnsupportedChangeError, match="short stop"):
        migrate.two_steps(PLAIN, ENCRYPTED)


@pytest.mark.parametrize("engine", ["postgresql", "sqlite"])
def test_a_plan_says_in_its_place_what_is_done_to_rows(engine: str) -> None:
    history = migrate.read_history({FIRST: first_migration(PLAIN)})
    made = migrate.revision(migrate.operations(PLAIN, FOUND), history)
    told = migrate.sql_of(made, PLAIN, engine)
    assert "-- each phone of people is encrypted, by the keys of the service" in told
