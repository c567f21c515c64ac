from shop.core.service import Service
from shop.models import Order

from .schemas import OrderCreate, OrderReplace, OrderUpdate


class OrderService(
    Service[
        Order,
        OrderCreate,
        OrderReplace,
        OrderUpdate,
    ]
):
    """The rules of orders; override what they mean to change."""

    label = "order"
