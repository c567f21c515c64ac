"""Commands that change accounts and their roles."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from uuid import UUID

from chat.core.db.unit_of_work import unit_of_work
from chat.core.security.principal import SYSTEM
from chat.core.security.roles import ROLES
from chat.models.accounts import Account
from chat.resources import Resources, open_resources
from chat.settings import Settings

from .administration import Administration
from .store import AccountStore

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


class CommandError(Exception):
    """The command can't do what it was asked to."""


def with_resources(
    settings: Settings, work: Callable[[Resources], Awaitable[object]]
) -> str:
    """Open the resources, and return what comes of some work with them, as text."""

    async def done() -> object:
        async with open_resources(settings) as resources:
            return await work(resources)

    return str(asyncio.run(done()))


async def account_of(store: AccountStore, who: str) -> Account:
    """Return the account of an address or a key; raise CommandError if there is none."""
    if "@" in who:
        account = await store.by_email(who)
    else:
        account = await store.by_id(_key(who))
    if account is None:
        raise CommandError(f"There is no account of {who}.")
    return account


async def create(resources: Resources, email: str) -> UUID:
    """Make an account without a password, whose address is taken for its owner's."""
    async with unit_of_work(resources) as work:
        store = AccountStore(work.session)
        if await store.by_email(email):
            raise CommandError(f"There is an account of {email}: use grant.")
        return (await store.add(email, None, work.context.clock())).id


async def change(resources: Resources, command: str, who: str, role: str) -> UUID:
    """Grant or revoke a role, or disable or enable an account."""
    async with unit_of_work(resources) as work:
        account = await account_of(AccountStore(work.session), who)
        changes = Administration(work, SYSTEM)
        if command == "grant":
            await changes.give(account.id, role)
        elif command == "revoke":
            await changes.take(account.id, role)
        elif command == "disable":
            await changes.disable(account.id)
        else:
            await changes.enable(account.id)
        return account.id


def administrators() -> str:
    """Return the role that may do everything."""
    found = (role for role, granted in ROLES.items() if "*" in granted)
    return next(found, "")


def add_commands(commands: "Commands") -> None:
    """Add the commands that change accounts."""
    for command, told in _ROLE_COMMANDS.items():
        changed = _added(commands, command, told)
        changed.add_argument("role", choices=ROLES)
    for command, told in _ACCOUNT_COMMANDS.items():
        _added(commands, command, told)
    made = commands.add_parser("create", help="make an account without a password")
    made.add_argument("email")
    made.set_defaults(run=_create)


def _added(commands: "Commands", name: str, told: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=told)
    parser.add_argument("account", help="its e-mail address, or its key")
    parser.set_defaults(run=_change)
    return parser


def _create(settings: Settings, asked: argparse.Namespace) -> str:
    return with_resources(settings, lambda opened: create(opened, asked.email))


def _change(settings: Settings, asked: argparse.Namespace) -> str:
    role = getattr(asked, "role", "")
    return with_resources(
        settings, lambda opened: change(opened, asked.command, asked.account, role)
    )


def _key(who: str) -> UUID:
    try:
        return UUID(who)
    except ValueError:
        raise CommandError(f"{who} is neither an address nor a key.") from None


_ROLE_COMMANDS = {
    "grant": "give an account a role",
    "revoke": "take a role from an account",
}
_ACCOUNT_COMMANDS = {
    "disable": "keep an account out",
    "enable": "let an account in again",
}
