"""Every kind of rows, in the order in which they are stored: what others refer to comes first."""

from seeds.accounts import ACCOUNT_ROLES, ACCOUNTS
from seeds.entities import comment, contact, ticket, topic
from seeds.tenants import TENANTS

TABLES = (
    TENANTS,
    ACCOUNTS,
    ACCOUNT_ROLES,
    contact.ROWS,
    topic.ROWS,
    ticket.ROWS,
    comment.ROWS,
)
