"""Commands that make and revoke keys."""

import argparse
from typing import TYPE_CHECKING

import sqlalchemy as sa

from helpdesk.core.accounts.commands import CommandError, account_of, with_resources
from helpdesk.core.accounts.store import AccountStore
from helpdesk.core.db.unit_of_work import unit_of_work
from helpdesk.core.security.principal import SYSTEM
from helpdesk.core.security.roles import ROLES
from helpdesk.models.api_keys import ApiKey
from helpdesk.resources import Resources
from helpdesk.settings import Settings

from .keys import ApiKeys

if TYPE_CHECKING:
    from helpdesk.core.accounts.commands import Commands


async def create_key(resources: Resources, asked: argparse.Namespace) -> str:
    """Make a key of an account or a service; return its secret text."""
    async with unit_of_work(resources) as work:
        account = None
        if not asked.service:
            account = (await account_of(AccountStore(work.session), asked.account)).id
        elif not asked.role:
            raise CommandError("A service has the roles of its key: give it some.")
        if asked.role and account:
            raise CommandError("A key has the roles of its account: use grant.")
        keys = ApiKeys(work, SYSTEM, resources.settings.api_key_days)
        _, secret = await keys.make(
            account, asked.name, roles=asked.role, scopes=asked.scope, days=asked.days
        )
        return secret


async def revoke_key(resources: Resources, prefix: str) -> str:
    """Revoke the key with a prefix, whoever it is of."""
    async with unit_of_work(resources) as work:
        found = sa.select(ApiKey).where(ApiKey.prefix == prefix.partition(".")[0])
        key = await work.session.scalar(found)
        if key is None:
            raise CommandError("There is no key that begins so.")
        keys = ApiKeys(work, SYSTEM, resources.settings.api_key_days)
        await keys.revoke(key.account_id, key.id)
        return str(key.id)


def add_key_commands(commands: "Commands") -> None:
    """Add the commands that make and revoke keys."""
    made = commands.add_parser("create-key", help="make a key, and show it this once")
    made.add_argument("name", help="what it is for")
    whose = made.add_mutually_exclusive_group(required=True)
    whose.add_argument("--service", action="store_true", help="it is of a service")
    whose.add_argument("--account", help="whose it is: an e-mail address, or a key")
    made.add_argument("--role", action="append", choices=ROLES, default=[])
    made.add_argument("--scope", action="append", help="it may do nothing else")
    made.add_argument("--days", type=int, help="how long it is good")
    made.set_defaults(run=_create)
    revoked = commands.add_parser("revoke-key", help="revoke a key")
    revoked.add_argument("prefix", help="how it begins, up to the dot")
    revoked.set_defaults(run=_revoke)


def _create(settings: Settings, asked: argparse.Namespace) -> str:
    return with_resources(settings, lambda opened: create_key(opened, asked))


def _revoke(settings: Settings, asked: argparse.Namespace) -> str:
    return with_resources(settings, lambda opened: revoke_key(opened, asked.prefix))
