"""A server process that lets anybody in: `python -m tests.core.realtime_server URL`."""

import socket
import sys

import uvicorn

from chat.main import create_app
from chat.settings import Settings
from tests.rooms_for_tests import let_anybody_in


def main(url: str) -> None:
    """Serve on some port, which is written out, until it is told to stop."""
    app = create_app(
        Settings(
            database_url=url,
            log_level="ERROR",
            realtime_lease_seconds=1,
            realtime_poll_seconds=0.1,
        )
    )
    let_anybody_in(app)
    listening = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    config = uvicorn.Config(
        app, log_config=None, access_log=False, timeout_graceful_shutdown=5
    )
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main(sys.argv[1])
