from helpdesk.core.service import Service
from helpdesk.models import Contact

from .schemas import ContactCreate, ContactReplace, ContactUpdate


class ContactService(Service[Contact, ContactCreate, ContactReplace, ContactUpdate]):
    """Business logic for contacts; override methods to customise."""

    label = "contact"
