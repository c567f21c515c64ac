"""One address before several processes, as a load balancer is: a connection goes to a live one."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count


class Balancer:
    """Hands each connection to the next of some ports that takes it."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = tuple(ports)
        self._turns = count()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = int(self._listening.getsockname()[1])

    @property
    def url(self) -> str:
        """The address before the others."""
        return f"http://127.0.0.1:{self.port}"

    def serve(self) -> None:
        """Take connections until it is closed."""
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._join, args=(client,), daemon=True).start()

    def close(self) -> None:
        """Take no more of them."""
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _join(self, client: socket.socket) -> None:
        first = next(self._turns)
        for turn in range(len(self._ports)):
            port = self._ports[(first + turn) % len(self._ports)]
            try:
                server = socket.create_connection(("127.0.0.1", port), timeout=5)
            except OSError:
                continue
            server.settimeout(None)
            for one, other in ((client, server), (server, client)):
                threading.Thread(target=_pass, args=(one, other), daemon=True).start()
            return
        client.close()


def _pass(one: socket.socket, other: socket.socket) -> None:
    """Send what comes from one on to the other; where one ends, the other does, too."""
    with contextlib.suppress(OSError):
        while said := one.recv(65536):
            other.sendall(said)
    for each in (one, other):
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


@contextmanager
def balanced(*ports: int) -> Iterator[Balancer]:
    """Yield one address before some ports of this machine."""
    balancer = Balancer(ports)
    threading.Thread(target=balancer.serve, daemon=True).start()
    try:
        yield balancer
    finally:
        balancer.close()
