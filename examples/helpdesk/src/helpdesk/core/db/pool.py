"""The pool of connections to PostgreSQL."""

import logging

from sqlalchemy.pool import AsyncAdaptedQueuePool, PoolProxiedConnection

from helpdesk.core.errors import UnavailableError


class Pool(AsyncAdaptedQueuePool):
    """Connections, of which a new one may be lost before it is used."""

    def connect(self) -> PoolProxiedConnection:
        """Return one; raise UnavailableError where it was lost while it was prepared."""
        try:
            return super().connect()
        except Exception as error:
            # SQLAlchemy passes on what the driver itself raises then.
            of_driver = type(error).__module__.startswith("asyncpg.")
            if of_driver or isinstance(error, OSError):
                raise UnavailableError("The database does not answer.") from error
            raise


# As SQLAlchemy has its own: it tells of each pool that it makes anew.
logging.getLogger(f"{__name__}.{Pool.__name__}").setLevel(logging.WARNING)
