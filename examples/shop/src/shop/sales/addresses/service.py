from shop.core.service import Service
from shop.models import Address

from .schemas import AddressCreate, AddressReplace, AddressUpdate


class AddressService(
    Service[
        Address,
        AddressCreate,
        AddressReplace,
        AddressUpdate,
    ]
):
    """The rules of addresses; override what they mean to change."""

    label = "address"
