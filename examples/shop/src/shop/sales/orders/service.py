from shop.core.cursor_service import CursorService
from shop.models import Order

from .schemas import OrderCreate, OrderReplace, OrderUpdate
from .transitions import OrderTransitions


class OrderService(
    OrderTransitions,
    CursorService[Order, OrderCreate, OrderReplace, OrderUpdate],
):
    """Business logic for orders; override methods to customise."""

    label = "order"
