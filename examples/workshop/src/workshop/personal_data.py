"""Whose the rows of each table are, and what becomes of them when somebody is erased."""

from workshop import models
from workshop.core.personal.facts import PersonalData, email, text

PERSONAL_DATA: tuple[PersonalData, ...] = (
    PersonalData(
        models.Customer,
        owner=("account_id",),
        blanks={"full_name": text(200), "email": email()},
    ),
    PersonalData(
        models.Bicycle,
        owner=("customer_id", "account_id"),
    ),
    PersonalData(
        models.Repair,
        owner=("bicycle_id", "customer_id", "account_id"),
    ),
    PersonalData(
        models.Job,
        owner=("repair_id", "bicycle_id", "customer_id", "account_id"),
    ),
)
