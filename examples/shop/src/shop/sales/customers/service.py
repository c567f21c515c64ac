from shop.core.service import Service
from shop.models import Customer

from .schemas import CustomerCreate, CustomerReplace, CustomerUpdate


class CustomerService(
    Service[
        Customer,
        CustomerCreate,
        CustomerReplace,
        CustomerUpdate,
    ]
):
    """The rules of customers; override what they mean to change."""

    label = "customer"
