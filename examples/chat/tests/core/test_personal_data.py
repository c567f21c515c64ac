"""What is exported of a person, and what becomes of it when they are erased."""

import asyncio
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
import structlog
from fastapi import FastAPI
from httpx import AsyncClient
from pydantic_core import to_jsonable_python
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.testing import capture_logs

from chat.core.accounts import __main__ as program
from chat.core.accounts.commands import CommandError
from chat.core.context import Context, utc_now
from chat.core.db.unit_of_work import reading
from chat.core.http.dependencies import resources_of
from chat.core.personal.commands import erase, export
from chat.core.personal.erasure import Erasure, Outcome
from chat.core.personal.facts import PersonalData
from chat.core.personal.rows import Rows, is_entity, keys_to, models_by_table
from chat.core.security import audit
from chat.core.security.principal import SYSTEM
from chat.models.account_sessions import AccountMailToken
from chat.models.accounts import Account
from chat.models.base import Base
from chat.personal_data import PERSONAL_DATA
from chat.settings import Settings
from tests.factory import create
from tests.signing_in import PASSWORD, new_account, signed_in
from tests.support import assert_refused

_EACH = pytest.mark.parametrize(
    "fact", PERSONAL_DATA, ids=[each.model.__name__ for each in PERSONAL_DATA]
)


async def _row(session: AsyncSession, fact: PersonalData, account: UUID) -> Any:
    """Store a row that belongs to an account."""
    try:
        return await _at_end_of(session, fact.model, fact.owner, account)
    except IntegrityError:
        await session.rollback()
        pytest.skip(f"no {fact.model.__name__} can be like this")


async def _at_end_of(
    session: AsyncSession, model: Any, path: Any, account: UUID
) -> Any:
    first, *rest = path
    names = (first,) if isinstance(first, str) else first
    if not rest:
        return await create(session, model, **dict.fromkeys(names, account))
    mapper = sa.inspect(model)
    for by in model.__table__.foreign_key_constraints:
        own = {
            mapper.get_property_by_column(each.parent).key: each.column
            for each in by.elements
        }
        if own.keys() == {*names}:
            target = models_by_table()[by.referred_table]
            there = await _at_end_of(session, target, rest, account)
            over = sa.inspect(target)
            given = {
                name: getattr(there, over.get_property_by_column(column).key)
                for name, column in own.items()
            }
            return await create(session, model, **given)
    raise LookupError(path)


def _key(row: Any) -> tuple[Any, ...]:
    mapper = sa.inspect(type(row))
    return tuple(mapper.primary_key_from_instance(row))


async def _now(session: AsyncSession, row: Any) -> Any:
    """Return a row as it is in the database now; None if it is gone."""
    session.expunge_all()
    return await session.get(type(row), _key(row))


def _is_soft(fact: PersonalData) -> bool:
    """Tell whether deleted rows are there, and marked."""
    return hasattr(fact.model, "__scope__") and hasattr(fact.model, "deleted_at")


def _values(row: Any) -> dict[str, Any]:
    keys = [each.key for each in sa.inspect(type(row)).column_attrs]
    return {key: getattr(row, key) for key in keys}


async def _exported(app: FastAPI, account: UUID) -> Any:
    parts: list[str] = []
    await export(resources_of(app), str(account), parts.append)
    return json.loads("".join(parts))


async def _erased(app: FastAPI, account: UUID, *, really: bool = True) -> list[Outcome]:
    return await erase(resources_of(app), str(account), really=really)


@_EACH
async def test_an_export_has_a_persons_rows_in_clear_and_nobody_elses(
    app: FastAPI, session: AsyncSession, fact: PersonalData
) -> None:
    person, other = await new_account(app), await new_account(app)
    own = await _row(session, fact, person.id)
    await _row(session, fact, other.id)
    if _is_soft(fact):
        own.deleted_at = utc_now()
        await session.commit()
    found = await _exported(app, person.id)
    assert found["account"]["email"] == person.email
    (shown,) = found["rows"][fact.model.__name__]
    assert str(other.email) not in json.dumps(found)
    assert shown.keys().isdisjoint(fact.hidden)
    for name in fact.blanks.keys() - {*fact.hidden}:
        value = to_jsonable_python(getattr(own, name), bytes_mode="base64")
        assert shown[name] == value


@pytest.mark.usefixtures("session")
async def test_an_export_has_no_secret(app: FastAPI) -> None:
    account = await new_account(app, password=PASSWORD)
    assert account.password_hash
    assert account.password_hash not in json.dumps(await _exported(app, account.id))
    person = await signed_in(app, "some_role")
    found = await _exported(app, person.account)
    assert "some_role" in [each.get("role") for each in found["signing_in"]]
    assert "hash" not in json.dumps(found)


@_EACH
async def test_what_is_erased_goes_or_says_nothing_of_the_person(
    app: FastAPI, session: AsyncSession, fact: PersonalData
) -> None:
    person, other = await new_account(app), await new_account(app)
    own = await _row(session, fact, person.id)
    others = await _row(session, fact, other.id)
    said = {name: getattr(own, name) for name in fact.blanks}
    before = _values(await _now(session, own))
    theirs = _values(await _now(session, others))
    await _erased(app, person.id)
    left = await _now(session, own)
    if fact.erase == "keep":
        assert _values(left) == before
    elif fact.erase == "delete":
        assert left is None
    else:
        for name, blank in fact.blanks.items():
            is_blanked = said[name] is not None and blank.made is not None
            assert (getattr(left, name) != said[name]) is is_blanked
    assert _values(await _now(session, others)) == theirs


@_EACH
async def test_a_deleted_row_is_erased_too(
    app: FastAPI, session: AsyncSession, fact: PersonalData
) -> None:
    if not _is_soft(fact) or fact.erase != "delete":
        pytest.skip("its rows are deleted at once, or stay")
    person = await new_account(app)
    own = await _row(session, fact, person.id)
    own.deleted_at = utc_now()
    await session.commit()
    await _erased(app, person.id)
    assert await _now(session, own) is None


@_EACH
async def test_nothing_is_found_of_another_tenant(
    app: FastAPI, session: AsyncSession, fact: PersonalData
) -> None:
    if not hasattr(fact.model, "tenant_id"):
        pytest.skip("its rows are of no tenant")
    person = await new_account(app)
    await _row(session, fact, person.id)
    system: Any = SYSTEM
    grants = replace(system.grants, in_tenant=True)
    elsewhere = replace(system, grants=grants, tenant=uuid4())
    for principal, count in ((elsewhere, 0), (SYSTEM, 1)):
        async with reading(resources_of(app), Context(principal=principal)) as work:
            assert len(await Rows(work).owned(fact, person.id)) == count


_HELD = [
    (fact, by)
    for fact in PERSONAL_DATA
    for by in keys_to(fact.model.__table__)
    if fact.erase == "delete"
    and by.ondelete in ("RESTRICT", "NO ACTION", None)
    and is_entity(by.table)
    and by.table is not fact.model.__table__
]


@pytest.mark.parametrize(
    ("fact", "by"), _HELD, ids=[f"{by.table.name} {by.name}" for _, by in _HELD]
)
async def test_a_row_that_others_need_stays_and_says_nothing_of_the_person(
    app: FastAPI,
    session: AsyncSession,
    fact: PersonalData,
    by: sa.ForeignKeyConstraint,
) -> None:
    person, other = await new_account(app), await new_account(app)
    own = await _row(session, fact, person.id)
    said = {name: getattr(own, name) for name in fact.blanks}
    model, mapper = models_by_table()[by.table], sa.inspect(fact.model)
    counted = mapper.version_id_col
    version = 0 if counted is None else getattr(own, counted.key)
    given = {
        sa.inspect(model)
        .get_property_by_column(each.parent)
        .key: getattr(own, mapper.get_property_by_column(each.column).key)
        for each in by.elements
    }
    for there in PERSONAL_DATA:
        if there.model is model and len(there.owner) == 1:
            given[str(there.owner[0])] = other.id
    try:
        holder = await create(session, model, **given)
    except IntegrityError:
        await session.rollback()
        pytest.skip(f"no {by.table.name} can be like this")
    outcomes = await _erased(app, person.id)
    left = await _now(session, own)
    if await _now(session, holder) is None:  # it is the person's, too
        assert left is None
        return
    assert left is not None
    for name, blank in fact.blanks.items():
        is_blanked = said[name] is not None and blank.made is not None
        assert (getattr(left, name) != said[name]) is is_blanked
    if said and counted is not None:
        assert getattr(left, counted.key) > version
    reasons = [each.reason for each in outcomes if each.fate == "anonymised"]
    assert any(by.table.name in each for each in reasons)


@pytest.mark.usefixtures("session")
async def test_what_lets_an_erased_person_in_is_gone(app: FastAPI) -> None:
    person = await signed_in(app, "some_role")
    await _erased(app, person.account)
    found = await _exported(app, person.account)
    assert found["signing_in"] == []
    assert found["account"]["disabled_at"] is not None
    for name in ("email", "issuer", "subject", "email_verified_at"):
        assert found["account"][name] is None


async def test_an_erased_person_does_not_sign_in(
    app: FastAPI, client: AsyncClient, session: AsyncSession
) -> None:
    account = await new_account(app, password=PASSWORD)
    sign_in = {"email": account.email, "password": PASSWORD}
    assert (await client.post("/auth/sign-in", json=sign_in)).status_code == 200
    await client.post("/auth/password/forgotten", json={"email": account.email})
    await resources_of(app).security.background.finish()
    await _erased(app, account.id)
    assert (await _now(session, account)).password_hash is None
    mailed = sa.select(sa.func.count()).select_from(AccountMailToken)
    assert await session.scalar(mailed) == 0
    answer = await client.post("/auth/sign-in", json=sign_in)
    assert_refused(answer, 401, "UNAUTHORIZED")


async def test_who_is_exported_and_erased_is_kept_by_their_key_alone(
    app: FastAPI, session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await new_account(app)
    # One that has logged before keeps what it was configured with then.
    monkeypatch.setattr(audit, "_logger", structlog.stdlib.get_logger("audit"))
    with capture_logs() as lines:
        await _exported(app, person.id)
        await _erased(app, person.id)
    events = [each["event"] for each in lines]
    assert events == ["account_exported", "account_erased"]
    assert {each["account"] for each in lines} == {str(person.id)}
    assert str(person.email) not in str(lines)


async def test_no_table_has_the_address_of_an_erased_person(
    app: FastAPI, session: AsyncSession
) -> None:
    account = await new_account(app, "some_role")
    await _erased(app, account.id)
    for table in Base.metadata.tables.values():
        for row in await session.execute(sa.select(table)):
            assert account.email not in [*row]


@_EACH
async def test_erasing_is_only_told_at_first(
    app: FastAPI, session: AsyncSession, fact: PersonalData
) -> None:
    person = await new_account(app)
    own = await _row(session, fact, person.id)
    before = _values(await _now(session, own))
    told = await _erased(app, person.id, really=False)
    assert fact.model.__tablename__ in [each.table for each in told]
    assert _values(await _now(session, own)) == before
    left = await _now(session, person)
    assert (left.email, left.disabled_at) == (person.email, None)
    assert await _erased(app, person.id) == told


@_EACH
async def test_what_was_interrupted_is_done_again(
    app: FastAPI,
    session: AsyncSession,
    monkeypatch: pytest.MonkeyPatch,
    fact: PersonalData,
) -> None:
    async def fails(self: Erasure, account: Account) -> None:
        raise IntegrityError("", {}, ValueError())

    person = await new_account(app)
    own = await _row(session, fact, person.id)
    before = _values(await _now(session, own))
    with monkeypatch.context() as patch:
        patch.setattr(Erasure, "_empty", fails)
        with pytest.raises(CommandError, match="nothing is done"):
            await _erased(app, person.id)
    assert _values(await _now(session, own)) == before
    await _erased(app, person.id)
    # By then there is no address, and it is found by its key.
    with pytest.raises(CommandError, match="no account"):
        await erase(resources_of(app), str(person.email), really=True)
    again = await _erased(app, person.id)
    assert {each.fate for each in again} <= {"anonymised", "kept", "refers"}


@pytest.mark.usefixtures("session")
async def test_the_commands_write_a_file_for_one_and_ask_for_a_yes(
    app: FastAPI,
    migrated: Settings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def said(*arguments: str) -> str:
        failed = await asyncio.to_thread(program.main, arguments)
        captured = capsys.readouterr()
        return captured.err if failed else captured.out

    monkeypatch.setattr(program, "Settings", lambda: migrated)
    file, account = tmp_path / "person.json", await new_account(app)
    email = str(account.email)
    assert "no account" in await said("export", "nobody@example.com")
    assert json.loads(await said("export", email))["account"]["email"] == email
    assert "no account" in await said("export", "nobody@x.org", "--output", str(file))
    assert not file.exists()
    assert await said("export", email, "--output", str(file)) == f"{file}\n"
    assert json.loads(file.read_text(encoding="utf-8"))["account"]["email"] == email
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0
    assert "exists" in await said("export", email, "--output", str(file))
    assert "Nothing is done yet" in await said("erase", email)
    assert "emptied" in await said("erase", email.upper(), "--yes")
    assert "no account" in await said("erase", email, "--yes")
