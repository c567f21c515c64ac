from shop.core.service import Service
from shop.models import Product

from .schemas import ProductCreate, ProductReplace, ProductUpdate


class ProductService(
    Service[
        Product,
        ProductCreate,
        ProductReplace,
        ProductUpdate,
    ]
):
    """The rules of products; override what they mean to change."""

    label = "product"
