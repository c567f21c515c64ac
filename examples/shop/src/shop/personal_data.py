"""Whose the rows of each table are, and what becomes of them when somebody is erased."""

from shop import models
from shop.core.personal.facts import PersonalData

PERSONAL_DATA: tuple[PersonalData, ...] = (
    PersonalData(
        models.Customer,
        owner=("account_id",),
    ),
    PersonalData(
        models.Address,
        owner=("customer_id", "account_id"),
    ),
    PersonalData(
        models.Order,
        owner=("customer_id", "account_id"),
    ),
    PersonalData(
        models.OrderLine,
        owner=("order_id", "customer_id", "account_id"),
    ),
)
