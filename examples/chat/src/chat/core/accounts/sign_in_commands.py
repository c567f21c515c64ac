"""Commands that make the first account with a password, and the next keys."""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING
from uuid import UUID

from chat.core.db.unit_of_work import unit_of_work
from chat.core.security.keys import KeysError, load_keys, rotated
from chat.core.security.passwords import SHORTEST, require_good
from chat.core.security.principal import SYSTEM
from chat.core.security.roles import ROLES
from chat.resources import Resources
from chat.settings import Settings

from .administration import Administration
from .commands import CommandError, administrators, with_resources
from .store import AccountStore, normalised

if TYPE_CHECKING:
    from .commands import Commands


async def create_administrator(
    resources: Resources, email: str, password: str, role: str
) -> UUID:
    """Make an account with a role, whose address is taken for its owner's."""
    if len(password) < SHORTEST:
        raise CommandError(f"A password has {SHORTEST} characters at the least.")
    require_good(password, normalised(email))
    hashed = await resources.security.passwords.hashed(password)
    async with unit_of_work(resources) as work:
        store = AccountStore(work.session)
        if await store.by_email(email):
            raise CommandError(f"There is an account of {email}: use grant.")
        account = await store.add(email, hashed, work.context.clock())
        await Administration(work, SYSTEM).give(account.id, role)
        return account.id


def next_keys(settings: Settings) -> str:
    """Return the set of keys that comes after the one that is set, as a secret text."""
    given = settings.jwt_keys
    try:
        present = load_keys(given, production=True) if given else None
    except KeysError as error:
        raise CommandError(str(error)) from None
    return rotated(present).private()


def add_sign_in_commands(commands: "Commands") -> None:
    """Add the commands of accounts with passwords."""
    first = commands.add_parser(
        "create-admin", help="make an account that may do everything"
    )
    first.add_argument("email")
    first.add_argument("--role", choices=ROLES, default=administrators())
    first.set_defaults(run=_create_administrator)
    keys = commands.add_parser(
        "keys", help="print the next JWT_KEYS: a new key before the one that is set"
    )
    keys.set_defaults(run=lambda settings, _asked: next_keys(settings))


def _create_administrator(settings: Settings, asked: argparse.Namespace) -> str:
    password = _password()
    return with_resources(
        settings,
        lambda opened: create_administrator(opened, asked.email, password, asked.role),
    )


def _password() -> str:
    """Return a password from the terminal, or the first line of what is piped in."""
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\n")
