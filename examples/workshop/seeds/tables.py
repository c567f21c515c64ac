"""Every kind of rows, in the order in which they are stored: what others refer to comes first."""

from seeds.accounts import ACCOUNT_ROLES, ACCOUNTS
from seeds.entities import bicycle, customer, job, part, repair, supplier

TABLES = (
    ACCOUNTS,
    ACCOUNT_ROLES,
    supplier.ROWS,
    customer.ROWS,
    part.ROWS,
    bicycle.ROWS,
    repair.ROWS,
    job.ROWS,
)
