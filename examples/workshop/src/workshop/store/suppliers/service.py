from workshop.core.open_service import OpenService
from workshop.models import Supplier

from .schemas import SupplierCreate, SupplierReplace, SupplierUpdate


class SupplierService(
    OpenService[Supplier, SupplierCreate, SupplierReplace, SupplierUpdate],
):
    """Business logic for suppliers; override methods to customise."""

    label = "supplier"
