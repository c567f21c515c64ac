from sqlalchemy.ext.asyncio import AsyncSession

from shop.sales.order_lines.repository import OrderLineRepository

from .factory import create_order_line


async def test_find_by_order_id_and_product_id(session: AsyncSession) -> None:
    stored = await create_order_line(session)
    repository = OrderLineRepository(session)
    found = await repository.find_by_order_id_and_product_id(
        stored.order_id,
        stored.product_id,
    )
    assert found is stored
