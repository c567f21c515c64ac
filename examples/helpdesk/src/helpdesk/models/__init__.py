"""The mapped classes; importing one loads the metadata of all."""

from helpdesk.models.account_sessions import (
    AccountMailToken,
    AccountRefreshToken,
    AccountSession,
)
from helpdesk.models.accounts import Account, AccountRole
from helpdesk.models.api_keys import ApiKey
from helpdesk.models.comment import Comment
from helpdesk.models.contact import Contact
from helpdesk.models.tenants import Tenant
from helpdesk.models.ticket import Ticket
from helpdesk.models.topic import Topic

__all__ = [
    "Account",
    "AccountMailToken",
    "AccountRefreshToken",
    "AccountRole",
    "AccountSession",
    "ApiKey",
    "Comment",
    "Contact",
    "Tenant",
    "Ticket",
    "Topic",
]
