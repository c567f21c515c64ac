from helpdesk.core.service import Service
from helpdesk.models import Ticket

from .schemas import TicketCreate, TicketReplace, TicketUpdate


class TicketService(Service[Ticket, TicketCreate, TicketReplace, TicketUpdate]):
    """Business logic for tickets; override methods to customise."""

    label = "ticket"
