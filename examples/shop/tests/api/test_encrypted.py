"""What is encrypted: it can't be read, moved or changed in the database, and keys may change."""

import asyncio
import base64
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from shop import encryption
from shop.core.db.database import Database
from shop.core.db.encrypted import (
    Encrypted,
    Opened,
    SealedText,
    encrypted_of,
    opened_columns,
)
from shop.core.keyring import DecryptionError, Keyring, install, installed, keyring_of
from shop.encryption import reencrypt, reindex
from shop.settings import Settings
from tests.factory import create

from .resource import Resource
from .resources import RESOURCES

_ENCRYPTED = [
    pytest.param(resource, each, id=each.context)
    for resource in RESOURCES
    for each in encrypted_of(resource.model)
    if each.name in resource.values(1)  # and is not left to code of your own
]
_each = pytest.mark.parametrize(("resource", "encrypted"), _ENCRYPTED)


@pytest.fixture(autouse=True)
def keys() -> Iterator[Keyring]:
    """Keys that a test may change."""
    keyring = installed()
    yield keyring
    install(keyring)


def _newer(keyring: Keyring) -> Keyring:
    """Return the keys with another one before them."""
    return Keyring({"new": bytes(range(32)), **keyring.keys}, keyring.index_key)


def _column(model: type[Any], encrypted: Encrypted[Any]) -> sa.ColumnClause[Any]:
    return sa.column(sa.inspect(model).columns[encrypted.held].name, sa.Text())


def _where(entity: Any) -> list[sa.ColumnElement[bool]]:
    return [column == value for column, value in _key_of(entity)]


async def _stored(session: AsyncSession, entity: Any, encrypted: Encrypted[Any]) -> Any:
    """Return what the table holds."""
    model = type(entity)
    text = sa.select(_column(model, encrypted)).select_from(model.__table__)
    return await session.scalar(text.where(*_where(entity)))


async def _store(
    session: AsyncSession, entity: Any, encrypted: Encrypted[Any], text: str
) -> None:
    """Write into the table what no code of ours would."""
    model = type(entity)
    name = _column(model, encrypted).name
    plain = sa.table(model.__table__.name, sa.column(name, sa.Text()), *_keys(model))
    same = [plain.c[each.name] == value for each, value in _key_of(entity)]
    await session.execute(sa.update(plain).where(*same).values({name: text}))
    await session.commit()


def _keys(model: type[Any]) -> list[sa.ColumnClause[Any]]:
    return [sa.column(each.name, each.type) for each in model.__table__.primary_key]


def _key_of(entity: Any) -> list[tuple[sa.Column[Any], Any]]:
    mapper = sa.inspect(entity).mapper
    key = mapper.primary_key_from_instance(entity)
    return list(zip(mapper.primary_key, key, strict=True))


async def _read(session: AsyncSession, entity: Any, encrypted: Encrypted[Any]) -> Any:
    """Return the value as a request of its own would see it."""
    session.expunge_all()
    found = sa.select(type(entity)).where(*_where(entity))
    return getattr(await session.scalar(found), encrypted.name)


@_each
async def test_the_table_does_not_hold_the_value(
    session: AsyncSession, resource: Resource[Any], encrypted: Encrypted[Any]
) -> None:
    entity = await create(session, resource.model)
    value = getattr(entity, encrypted.name)
    stored = await _stored(session, entity, encrypted)
    assert stored.startswith("v1.")
    assert stored != encrypted.written(value)
    assert len(encrypted.written(value)) < 4 or encrypted.written(value) not in stored
    assert await _read(session, entity, encrypted) == value


@_each
async def test_lists_show_the_value(
    session: AsyncSession, resource: Resource[Any], encrypted: Encrypted[Any]
) -> None:
    entity = await create(session, resource.model)
    mapper = sa.inspect(resource.model)
    columns = [getattr(resource.model, each.key) for each in mapper.column_attrs]
    shown = opened_columns(resource.model, columns)
    assert encrypted.name in [e.name for e in shown if isinstance(e, Opened)]
    row = (await session.execute(sa.select(*shown).where(*_where(entity)))).one()
    assert getattr(row, encrypted.name) == getattr(entity, encrypted.name)


@_each
async def test_a_value_of_another_row_is_refused(
    session: AsyncSession, resource: Resource[Any], encrypted: Encrypted[Any]
) -> None:
    one, other = [await create(session, resource.model) for _ in range(2)]
    await _store(session, one, encrypted, await _stored(session, other, encrypted))
    with pytest.raises(DecryptionError, match="moved"):
        await _read(session, one, encrypted)


@_each
async def test_a_changed_value_is_refused(
    session: AsyncSession, resource: Resource[Any], encrypted: Encrypted[Any]
) -> None:
    entity = await create(session, resource.model)
    stored = await _stored(session, entity, encrypted)
    last = "A" if stored[-6] != "A" else "B"
    await _store(session, entity, encrypted, stored[:-6] + last + stored[-5:])
    with pytest.raises(DecryptionError, match=encrypted.context):
        await _read(session, entity, encrypted)


@_each
async def test_an_old_key_still_reads_and_an_unknown_one_is_named(
    session: AsyncSession,
    keys: Keyring,
    resource: Resource[Any],
    encrypted: Encrypted[Any],
) -> None:
    entity = await create(session, resource.model)
    value = getattr(entity, encrypted.name)
    install(_newer(keys))
    assert await _read(session, entity, encrypted) == value
    install(Keyring({"other": bytes(32)}, keys.index_key))
    with pytest.raises(DecryptionError, match="ENCRYPTION_KEYS"):
        await _read(session, entity, encrypted)


@_each
async def test_values_are_encrypted_anew_while_others_write(
    database: Database,
    session: AsyncSession,
    keys: Keyring,
    resource: Resource[Any],
    encrypted: Encrypted[Any],
) -> None:
    entities = [await create(session, resource.model) for _ in range(resource.rows)]
    install(_newer(keys))
    steps = reencrypt(database, batch=1)
    await anext(steps)
    await steps.aclose()  # stopped, after a row
    numbers = (next(resource.numbers) for _ in entities)
    values = [resource.values(n)[encrypted.name] for n in numbers]

    async def write() -> None:
        for entity, value in zip(entities, values, strict=True):
            setattr(entity, encrypted.name, value)
            await session.commit()

    async def anew() -> None:
        assert not [e async for e in reencrypt(database, batch=2) if e.unread]

    await asyncio.gather(write(), anew())
    await anew()
    assert not [each async for each in reencrypt(database) if each.written]
    for entity, value in zip(entities, values, strict=True):
        stored = await _stored(session, entity, encrypted)
        assert stored.startswith("v1.new.")
        assert await _read(session, entity, encrypted) == value


@_each
async def test_an_index_is_hashed_anew(
    database: Database,
    session: AsyncSession,
    keys: Keyring,
    resource: Resource[Any],
    encrypted: Encrypted[Any],
) -> None:
    entity = await create(session, resource.model)
    value = getattr(entity, encrypted.name)
    install(Keyring(keys.keys, bytes(32)))
    async for each in reindex(database):
        assert not each.unread
    session.expunge_all()
    found = await session.scalar(sa.select(resource.model).where(*_where(entity)))
    assert getattr(found, encrypted.name) == value
    if encrypted.beside:
        beside = getattr(resource.model, encrypted.beside)
        same = sa.select(sa.func.count()).where(beside == value)
        assert await session.scalar(same) == 1
        assert getattr(found, encrypted.beside) == encrypted.hashed(value)


Command = Callable[..., Awaitable[tuple[int, list[str]]]]
"""Runs a command; returns what its process ends with, and the lines that it says."""


def _command(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    monkeypatch.setattr(encryption, "Settings", lambda: settings)

    async def run(*arguments: str) -> tuple[int, list[str]]:
        status = await asyncio.to_thread(encryption.main, arguments)
        return status, capsys.readouterr().out.splitlines()

    return run


@pytest.fixture
def command(
    migrated: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    """The commands, where another key is set before the others."""
    newer = f"new:{base64.urlsafe_b64encode(bytes(range(32))).decode()}"
    keys = {"encryption_keys": f"{newer},{migrated.encryption_keys}"}
    return _command(migrated.model_copy(update=keys), monkeypatch, capsys)


@_each
async def test_the_command_encrypts_anew_and_says_how_much(
    session: AsyncSession,
    command: Command,
    resource: Resource[Any],
    encrypted: Encrypted[Any],
) -> None:
    entities = [await create(session, resource.model) for _ in range(resource.rows)]
    values = [getattr(each, encrypted.name) for each in entities]
    status, lines = await command("reencrypt", "--batch", "1")
    said = [each for each in lines if each.startswith(f"{encrypted.context}: ")]
    counts = range(1, len(entities) + 1)
    assert (status, said) == (0, [f"{encrypted.context}: {n} written" for n in counts])
    for entity, value in zip(entities, values, strict=True):
        assert (await _stored(session, entity, encrypted)).startswith("v1.new.")
        assert await _read(session, entity, encrypted) == value
    assert await command("reencrypt") == (0, [])


@_each
async def test_the_command_fails_and_says_so_where_no_key_opens_a_value(
    session: AsyncSession,
    keys: Keyring,
    command: Command,
    resource: Resource[Any],
    encrypted: Encrypted[Any],
) -> None:
    entity = await create(session, resource.model)
    lost = Keyring({"lost": bytes(32)}, keys.index_key).seal(b"", b"")
    await _store(session, entity, encrypted, lost)
    status, lines = await command("reencrypt")
    assert (status, f"{encrypted.context}: 0 written" in lines) == (1, True)
    assert lines[-1].startswith("1 can't be read by the keys")
    assert await _stored(session, entity, encrypted) == lost


@_each
async def test_the_command_leaves_a_row_to_whoever_changes_it_meanwhile(
    session: AsyncSession,
    command: Command,
    resource: Resource[Any],
    encrypted: Encrypted[Any],
) -> None:
    entity = await create(session, resource.model)
    key = [value for _, value in _key_of(entity)]
    column = _column(resource.model, encrypted)
    changed = encrypted.sealed(getattr(entity, encrypted.name), key)
    table = sa.table(resource.model.__table__.name, column)
    pending = [sa.update(table).values({column.name: str(changed)})]

    def change(connection: sa.Connection, _cursor: Any, text: str, *_: Any) -> None:
        name = connection.dialect.identifier_preparer.quote(column.name)
        if pending and text.startswith("UPDATE") and f"SET {name}=" in text:
            connection.execute(pending.pop())

    sa.event.listen(sa.Engine, "before_cursor_execute", change)
    try:
        status, lines = await command("reencrypt")
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", change)
    assert (status, pending) == (1, [])
    assert lines[-1].startswith("1 were changed by others")
    assert await _stored(session, entity, encrypted) == changed
    status, lines = await command("reencrypt")
    assert (status, lines) == (0, [f"{encrypted.context}: 1 written"])


@_each
async def test_the_command_hashes_anew_after_another_index_key(
    migrated: Settings,
    session: AsyncSession,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    resource: Resource[Any],
    encrypted: Encrypted[Any],
) -> None:
    entity = await create(session, resource.model)
    value = getattr(entity, encrypted.name)
    other = {"encryption_index_key": base64.urlsafe_b64encode(bytes(32)).decode()}
    run = _command(migrated.model_copy(update=other), monkeypatch, capsys)
    status, lines = await run("reindex")
    hashes = f"{encrypted.context}: 1 written" in lines
    assert (status, hashes) == (0, bool(encrypted.beside))
    if encrypted.beside:
        beside = getattr(resource.model, encrypted.beside)
        found = sa.select(resource.model).where(beside == value)
        assert await session.scalar(found)


def test_the_command_prints_keys_that_are_good(
    migrated: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert encryption.main(["new-key"]) == 0
    lines = capsys.readouterr().out.splitlines()
    made = {name.lower(): key for name, _, key in (e.partition("=") for e in lines)}
    assert made.keys() == {"encryption_keys", "encryption_index_key"}
    keyring = keyring_of(migrated.model_copy(update=made))
    assert keyring.open(keyring.seal(b"secret", b""), b"", "people.phone") == b"secret"


def test_nothing_is_stored_unencrypted() -> None:
    with pytest.raises(TypeError, match="encrypted"):
        SealedText().process_bind_param("plain", None)  # type: ignore[arg-type]
