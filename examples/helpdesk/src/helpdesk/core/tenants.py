"""Commands for operators: `python -m helpdesk.core.tenants --help`."""

import argparse
import asyncio
import sys
import uuid
from collections.abc import Sequence
from typing import Any, cast

import sqlalchemy as sa

from helpdesk.core.db.unit_of_work import unit_of_work
from helpdesk.models.accounts import Account
from helpdesk.models.tenants import Tenant
from helpdesk.resources import Resources, open_resources
from helpdesk.settings import Settings


class CommandError(Exception):
    """The command can't do what it was asked to."""


async def create(resources: Resources, name: str) -> uuid.UUID:
    """Store a tenant, and return its id."""
    async with unit_of_work(resources) as work:
        if await work.session.scalar(sa.select(Tenant.id).where(Tenant.name == name)):
            raise CommandError(f"There is a tenant of the name {name} already.")
        tenant = Tenant(name=name)
        work.session.add(tenant)
        await work.session.flush()
        return tenant.id


async def assign(resources: Resources, email: str, name: str | None) -> uuid.UUID:
    """Put an account into a tenant, or make it the platform's; return the account's id."""
    async with unit_of_work(resources) as work:
        found = sa.select(Account).where(Account.email == email.strip().lower())
        account = await work.session.scalar(found)
        if account is None:
            raise CommandError(f"There is no account of {email}.")
        account.tenant_id = None
        if name is not None:
            tenant = sa.select(Tenant.id).where(Tenant.name == name)
            account.tenant_id = await work.session.scalar(tenant)
            if account.tenant_id is None:
                raise CommandError(f"There is no tenant of the name {name}.")
        return account.id


async def adopt(resources: Resources, name: str) -> int:
    """Put every account that is in no tenant into one; return how many there were."""
    async with unit_of_work(resources) as work:
        tenant = await work.session.scalar(
            sa.select(Tenant.id).where(Tenant.name == name)
        )
        if tenant is None:
            raise CommandError(f"There is no tenant of the name {name}.")
        nobodys = sa.update(Account).where(Account.tenant_id.is_(None))
        done = await work.session.execute(nobodys.values(tenant_id=tenant))
        return cast("sa.CursorResult[Any]", done).rowcount


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 1 where it can't do what it was asked to."""
    parser = argparse.ArgumentParser(prog="python -m helpdesk.core.tenants")
    commands = parser.add_subparsers(dest="command", required=True)
    new = commands.add_parser("create", help="store a tenant")
    new.add_argument("name")
    put = commands.add_parser("assign", help="put an account into a tenant")
    put.add_argument("email")
    put.add_argument("tenant", help="the tenant's name")
    taken = commands.add_parser(
        "adopt", help="put every account that is in no tenant into one"
    )
    taken.add_argument("name")
    freed = commands.add_parser("release", help="make an account the platform's")
    freed.add_argument("email")
    try:
        made = asyncio.run(_run(parser.parse_args(arguments)))
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{made}\n")
    return 0


async def _run(given: argparse.Namespace) -> uuid.UUID | int:
    async with open_resources(Settings()) as resources:
        if given.command == "create":
            return await create(resources, given.name)
        if given.command == "adopt":
            return await adopt(resources, given.name)
        return await assign(resources, given.email, getattr(given, "tenant", None))


if __name__ == "__main__":
    sys.exit(main())
