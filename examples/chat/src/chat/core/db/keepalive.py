"""Ends connections whose other side is gone: a network that is cut tells nobody."""

import socket
from typing import Any

SERVER_SETTINGS = {
    "tcp_keepalives_idle": "15",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
"""Has PostgreSQL do the same, so that what a lost machine had locked is soon free."""

# Not every system has each of them.
_OPTIONS = {
    "TCP_KEEPIDLE": 15,
    "TCP_KEEPALIVE": 15,
    "TCP_KEEPINTVL": 5,
    "TCP_KEEPCNT": 3,
    "TCP_USER_TIMEOUT": 30_000,
}


def keep_alive(connection: Any, _record: object) -> None:
    """Have a new connection end once nobody has answered on it for half a minute."""
    # asyncpg shows it nowhere else.
    used = connection.driver_connection._transport.get_extra_info("socket")
    if used.family not in (socket.AF_INET, socket.AF_INET6):
        return
    used.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _OPTIONS.items():
        if option := getattr(socket, name, None):
            used.setsockopt(socket.IPPROTO_TCP, option, value)
