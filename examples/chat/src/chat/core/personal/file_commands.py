"""A command that writes down the files of a person, beside what is stored of them."""

import argparse
import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

from chat.core.accounts.commands import CommandError, account_of, with_resources
from chat.core.accounts.store import AccountStore
from chat.core.context import Context
from chat.core.db.unit_of_work import reading
from chat.core.files.kinds import EXTENSIONS
from chat.core.security.audit import audit
from chat.core.security.principal import SYSTEM
from chat.resources import Resources
from chat.settings import Settings

from .person_files import files_of

if TYPE_CHECKING:
    from chat.core.accounts.commands import Commands


async def export_files(resources: Resources, person: str, folder: Path) -> int:
    """Write the files of a person's rows into a folder, each under its key; return how many."""
    async with reading(resources, Context(principal=SYSTEM)) as work:
        account = await account_of(AccountStore(work.session), person)
        found = [file async for file in files_of(work, account.id)]
    await asyncio.to_thread(folder.mkdir, mode=0o700)
    for file in found:
        chunks = await resources.files.read(file.key, 0, file.size)
        await _write(folder / f"{file.key}.{EXTENSIONS[file.type]}", chunks)
    audit("account_files_exported", account.id)
    return len(found)


async def _write(path: Path, chunks: AsyncIterator[bytes]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        async for chunk in chunks:
            await asyncio.to_thread(file.write, chunk)


def add_file_commands(commands: "Commands") -> None:
    """Add the command that writes down the files of a person."""
    exported = commands.add_parser(
        "export-files", help="write down the files of a person's rows"
    )
    exported.add_argument("account", help="its e-mail address, or its key")
    exported.add_argument("folder", type=Path, help="a folder, which is made")
    exported.set_defaults(run=_export)


def _export(settings: Settings, asked: argparse.Namespace) -> str:
    try:
        return with_resources(
            settings, lambda opened: export_files(opened, asked.account, asked.folder)
        )
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}.") from error
