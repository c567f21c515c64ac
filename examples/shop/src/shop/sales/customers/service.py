from shop.core.service import Service
from shop.models import Customer

from .schemas import CustomerCreate, CustomerReplace, CustomerUpdate


class CustomerService(
    Service[Customer, CustomerCreate, CustomerReplace, CustomerUpdate],
):
    """Business logic for customers; override methods to customise."""

    label = "customer"
