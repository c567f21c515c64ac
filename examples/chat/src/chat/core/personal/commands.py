"""Commands that export and erase a person."""

import argparse
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from chat.core.accounts.commands import CommandError, account_of, with_resources
from chat.core.accounts.store import AccountStore
from chat.core.context import Context
from chat.core.db.unit_of_work import reading, unit_of_work
from chat.core.security.audit import audit
from chat.core.security.principal import SYSTEM
from chat.resources import Resources
from chat.settings import Settings

from .erasure import Erasure, Outcome
from .export import Export

if TYPE_CHECKING:
    from chat.core.accounts.commands import Commands

Write = Callable[[str], object]


async def export(resources: Resources, person: str, write: Write) -> None:
    """Write down all that is stored of a person."""
    async with reading(resources, Context(principal=SYSTEM)) as work:
        account = await account_of(AccountStore(work.session), person)
        async for part in Export(work).written(account.id):
            write(part)
    audit("account_exported", account.id)


async def erase(resources: Resources, person: str, *, really: bool) -> list[Outcome]:
    """Erase a person, or return what would become of which rows."""
    if not really:
        async with reading(resources, Context(principal=SYSTEM)) as work:
            account = await account_of(AccountStore(work.session), person)
            return (await Erasure(work).planned(account.id)).outcomes()
    try:
        async with unit_of_work(resources, Context(principal=SYSTEM)) as work:
            account = await account_of(AccountStore(work.session), person)
            return await Erasure(work).erase(account)
    except (IntegrityError, StaleDataError) as error:
        message = "The rows don't let it, or somebody wrote meanwhile: nothing is done."
        raise CommandError(message) from error


def told(outcomes: list[Outcome]) -> str:
    """Return what becomes of which rows, a line each."""
    lines = [
        f"{each.fate:<11} {each.count:>7} {each.table}  {each.reason}".rstrip()
        for each in outcomes
    ]
    return "\n".join([*lines, "emptied           1 accounts"])


def add_person_commands(commands: "Commands") -> None:
    """Add the commands that export and erase a person."""
    exported = commands.add_parser("export", help="write down all that is stored")
    exported.add_argument("account", help="its e-mail address, or its key")
    exported.add_argument("--output", type=Path, help="a file, which is made")
    exported.set_defaults(run=_export)
    erased = commands.add_parser("erase", help="erase a person; at first only in words")
    erased.add_argument("account", help="its e-mail address, or its key")
    erased.add_argument("--yes", action="store_true", help="do it")
    erased.set_defaults(run=_erase)


def _export(settings: Settings, asked: argparse.Namespace) -> str:
    if asked.output is None:
        write = sys.stdout.write
        with redirect_stdout(sys.stderr):  # of what is logged, which is no JSON
            _written(settings, asked.account, write)
        return ""
    try:
        # Nobody else reads it, and nothing that is there is written over.
        descriptor = os.open(asked.output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandError(f"{asked.output}: {error.strerror}.") from error
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            _written(settings, asked.account, file.write)
    except BaseException:
        asked.output.unlink()
        raise
    return str(asked.output)


def _written(settings: Settings, person: str, write: Write) -> None:
    with_resources(settings, lambda opened: export(opened, person, write))


def _erase(settings: Settings, asked: argparse.Namespace) -> str:
    async def done(resources: Resources) -> str:
        return told(await erase(resources, asked.account, really=asked.yes))

    rest = "" if asked.yes else "\nNothing is done yet: add --yes to do it."
    return f"{with_resources(settings, done)}{rest}"
