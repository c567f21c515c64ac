from shop.core.service import Service
from shop.models import Address

from .schemas import AddressCreate, AddressReplace, AddressUpdate


class AddressService(Service[Address, AddressCreate, AddressReplace, AddressUpdate]):
    """Business logic for addresses; override methods to customise."""

    label = "address"
