"""Whose the rows of each table are, and what becomes of them when somebody is erased."""

from chat import models
from chat.core.personal.facts import NULL, STAYS, PersonalData

PERSONAL_DATA: tuple[PersonalData, ...] = (
    PersonalData(
        models.Person,
        owner=("account_id",),
        blanks={"name": STAYS, "about": NULL},
    ),
    PersonalData(
        models.Room,
        owner=("owner_id",),
    ),
    PersonalData(
        models.Member,
        owner=("account_id",),
    ),
    PersonalData(
        models.Message,
        owner=("author_id",),
    ),
    PersonalData(
        models.Notification,
        owner=("account_id",),
    ),
)
