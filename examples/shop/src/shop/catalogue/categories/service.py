from shop.core.service import Service
from shop.models import Category

from .schemas import CategoryCreate, CategoryReplace, CategoryUpdate


class CategoryService(
    Service[Category, CategoryCreate, CategoryReplace, CategoryUpdate],
):
    """Business logic for categories; override methods to customise."""

    label = "category"
