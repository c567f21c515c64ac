"""How the state of orders changes."""

from shop.core.db.stamps import moment
from shop.core.db.transitions import Transition
from shop.core.transition_service import TransitionService
from shop.models import Order, enums

from .schemas import OrderCreate, OrderReplace, OrderUpdate

TRANSITIONS = (
    Transition(
        "place",
        "status",
        starts=(enums.OrderStatus.DRAFT,),
        ends=enums.OrderStatus.PLACED,
        sets={"placed_at": moment},
    ),
    Transition(
        "pay",
        "status",
        starts=(enums.OrderStatus.PLACED,),
        ends=enums.OrderStatus.PAID,
    ),
    Transition(
        "ship",
        "status",
        starts=(enums.OrderStatus.PAID,),
        ends=enums.OrderStatus.SHIPPED,
    ),
    Transition(
        "cancel",
        "status",
        starts=(enums.OrderStatus.DRAFT, enums.OrderStatus.PLACED),
        ends=enums.OrderStatus.CANCELLED,
    ),
)


class OrderTransitions(
    TransitionService[Order, OrderCreate, OrderReplace, OrderUpdate],
):
    """Changes of the state of one order; override them in the service to do more."""

    async def place(self, *key: object) -> Order:
        """From draft to placed."""
        return await self.transition("place", *key)

    async def pay(self, *key: object) -> Order:
        """From placed to paid."""
        return await self.transition("pay", *key)

    async def ship(self, *key: object) -> Order:
        """From paid to shipped."""
        return await self.transition("ship", *key)

    async def cancel(self, *key: object) -> Order:
        """From draft or placed to cancelled."""
        return await self.transition("cancel", *key)
