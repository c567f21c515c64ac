"""Commands for operators: `python -m shop.core.accounts --help`."""

import argparse
import asyncio
import getpass
import sys
from collections.abc import Sequence
from uuid import UUID

from shop.core.db.unit_of_work import unit_of_work
from shop.core.errors import DomainError
from shop.core.security.keys import KeysError, load_keys, rotated
from shop.core.security.passwords import SHORTEST, require_good
from shop.core.security.principal import SYSTEM
from shop.core.security.roles import ROLES
from shop.resources import Resources, open_resources
from shop.settings import Settings

from .administration import Administration
from .store import AccountStore, normalised


class CommandError(Exception):
    """The command can't do what it was asked to."""


async def create(resources: Resources, email: str, password: str, role: str) -> UUID:
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


async def change(resources: Resources, command: str, email: str, role: str) -> UUID:
    """Grant or revoke a role, or disable or enable an account."""
    async with unit_of_work(resources) as work:
        account = await AccountStore(work.session).by_email(email)
        if account is None:
            raise CommandError(f"There is no account of {email}.")
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


def next_keys(settings: Settings) -> str:
    """Return the set of keys that comes after the one that is set, as a secret text."""
    given = settings.jwt_keys
    present = load_keys(given, production=True) if given else None
    return rotated(present).private()


def administrators() -> str:
    """Return the role that may do everything."""
    found = (role for role, granted in ROLES.items() if "*" in granted)
    return next(found, "")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 1 where it can't do what it was asked to."""
    asked = _parser().parse_args(arguments)
    settings = Settings()
    try:
        if asked.command == "keys":
            answer = next_keys(settings)
        else:
            answer = str(asyncio.run(_run(settings, asked)))
    except DomainError as error:
        reasons = [each.message for each in error.details] or [error.message]
        sys.stderr.write(" ".join(reasons) + "\n")
        return 1
    except (CommandError, KeysError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{answer}\n")
    return 0


async def _run(settings: Settings, asked: argparse.Namespace) -> UUID:
    async with open_resources(settings) as resources:
        if asked.command == "create-admin":
            password = await asyncio.to_thread(_password)
            return await create(resources, asked.email, password, asked.role)
        role = getattr(asked, "role", "")
        return await change(resources, asked.command, asked.email, role)


def _password() -> str:
    """Return a password from the terminal, or the first line of what is piped in."""
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m {__package__}")
    commands = parser.add_subparsers(dest="command", required=True)
    first = commands.add_parser(
        "create-admin", help="make an account that may do everything"
    )
    first.add_argument("email")
    first.add_argument("--role", choices=ROLES, default=administrators())
    for command, told in _ROLE_COMMANDS.items():
        changed = commands.add_parser(command, help=told)
        changed.add_argument("email")
        changed.add_argument("role", choices=ROLES)
    for command, told in _ACCOUNT_COMMANDS.items():
        commands.add_parser(command, help=told).add_argument("email")
    commands.add_parser(
        "keys", help="print the next JWT_KEYS: a new key before the one that is set"
    )
    return parser


_ROLE_COMMANDS = {
    "grant": "give an account a role",
    "revoke": "take a role from an account",
}
_ACCOUNT_COMMANDS = {
    "disable": "keep an account out",
    "enable": "let an account in again",
}

if __name__ == "__main__":
    sys.exit(main())
