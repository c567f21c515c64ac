from shop.core.service import Service
from shop.models import Product

from .schemas import ProductCreate, ProductReplace, ProductUpdate


class ProductService(Service[Product, ProductCreate, ProductReplace, ProductUpdate]):
    """Business logic for products; override methods to customise."""

    label = "product"
