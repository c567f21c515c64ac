from shop.core.cursor_service import CursorService
from shop.models import OrderLine

from .schemas import OrderLineCreate, OrderLineReplace, OrderLineUpdate


class OrderLineService(
    CursorService[
        OrderLine,
        OrderLineCreate,
        OrderLineReplace,
        OrderLineUpdate,
    ]
):
    """The rules of order lines; override what they mean to change."""

    label = "order line"
