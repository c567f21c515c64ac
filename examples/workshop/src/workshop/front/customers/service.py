from workshop.core.open_service import OpenService
from workshop.models import Customer

from .schemas import CustomerCreate, CustomerReplace, CustomerUpdate


class CustomerService(
    OpenService[Customer, CustomerCreate, CustomerReplace, CustomerUpdate],
):
    """Business logic for customers; override methods to customise."""

    label = "customer"
