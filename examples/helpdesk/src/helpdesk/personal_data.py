"""Whose the rows of each table are, and what becomes of them when somebody is erased."""

from helpdesk import models
from helpdesk.core.personal.facts import NULL, PersonalData, email, text

PERSONAL_DATA: tuple[PersonalData, ...] = (
    PersonalData(
        models.Contact,
        owner=("account_id",),
        blanks={"full_name": text(200), "email": email(), "phone": NULL},
    ),
    PersonalData(
        models.Ticket,
        owner=("contact_id", "account_id"),
    ),
    PersonalData(
        models.Comment,
        owner=("author_id",),
    ),
)
