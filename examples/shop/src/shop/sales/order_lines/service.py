from shop.core.cursor_service import CursorService
from shop.models import OrderLine

from .schemas import OrderLineCreate, OrderLineReplace, OrderLineUpdate


class OrderLineService(
    CursorService[OrderLine, OrderLineCreate, OrderLineReplace, OrderLineUpdate],
):
    """Business logic for order lines; override methods to customise."""

    label = "order line"
