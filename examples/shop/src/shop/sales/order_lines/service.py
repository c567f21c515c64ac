from shop.core.service import Service
from shop.models import OrderLine

from .schemas import OrderLineCreate, OrderLineReplace, OrderLineUpdate


class OrderLineService(
    Service[
        OrderLine,
        OrderLineCreate,
        OrderLineReplace,
        OrderLineUpdate,
    ]
):
    """The rules of order lines; override what they mean to change."""

    label = "order line"
