from shop.core.cursor_service import CursorService
from shop.models import Order

from .schemas import OrderCreate, OrderReplace, OrderUpdate


class OrderService(
    CursorService[
        Order,
        OrderCreate,
        OrderReplace,
        OrderUpdate,
    ]
):
    """The rules of orders; override what they mean to change."""

    label = "order"
