"""The mapped classes; importing one loads the metadata of all."""

from workshop.models.account_sessions import (
    AccountMailToken,
    AccountRefreshToken,
    AccountSession,
)
from workshop.models.accounts import Account, AccountRole
from workshop.models.bicycle import Bicycle
from workshop.models.customer import Customer
from workshop.models.history import HISTORY
from workshop.models.idempotency_keys import IdempotencyKey
from workshop.models.job import Job
from workshop.models.part import Part
from workshop.models.repair import Repair
from workshop.models.supplier import Supplier

__all__ = [
    "HISTORY",
    "Account",
    "AccountMailToken",
    "AccountRefreshToken",
    "AccountRole",
    "AccountSession",
    "Bicycle",
    "Customer",
    "IdempotencyKey",
    "Job",
    "Part",
    "Repair",
    "Supplier",
]
