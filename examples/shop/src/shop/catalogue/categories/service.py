from shop.core.service import Service
from shop.models import Category

from .schemas import CategoryCreate, CategoryReplace, CategoryUpdate


class CategoryService(
    Service[
        Category,
        CategoryCreate,
        CategoryReplace,
        CategoryUpdate,
    ]
):
    """The rules of categories; override what they mean to change."""

    label = "category"
