"""The mapped classes; importing one loads the metadata of all."""

from shop.models.account_sessions import (
    AccountMailToken,
    AccountRefreshToken,
    AccountSession,
)
from shop.models.accounts import Account, AccountRole
from shop.models.address import Address
from shop.models.cache_generations import CacheGeneration
from shop.models.category import Category
from shop.models.customer import Customer
from shop.models.order import Order
from shop.models.order_line import OrderLine
from shop.models.product import Product
from shop.models.tag import Tag

__all__ = [
    "Account",
    "AccountMailToken",
    "AccountRefreshToken",
    "AccountRole",
    "AccountSession",
    "Address",
    "CacheGeneration",
    "Category",
    "Customer",
    "Order",
    "OrderLine",
    "Product",
    "Tag",
]
