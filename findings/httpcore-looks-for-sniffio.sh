#!/usr/bin/env bash
# Guess:   httpx on asyncio needs anyio alone, which httpcore imports once; sniffio, which anyio no longer
#          brings along, is a helper for trio, and installing it changes nothing.
# Happens: httpcore 1.0.9 does `import sniffio` within each of four calls a request, and where it isn't installed
#          Python looks through all of sys.path each time: a fifth to a third of the CPU time of a small request.
# Matters: what httpx costs in production hangs on whether some other package happens to bring sniffio along. A
#          project that calls others should name it.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq httpx==0.28.1 httpcore==1.0.9 anyio==4.16.0
cat > "$work/asked.py" <<'PY'
import asyncio
import time

import httpx

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


async def serve(reader, writer):
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(ANSWER)
    except asyncio.IncompleteReadError:
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        best = 1.0
        for _ in range(7):
            started = time.process_time()
            for _ in range(200):
                await client.get("/")
            best = min(best, (time.process_time() - started) / 200)
    await asyncio.sleep(0.05)
    print(f"{best * 1e6:.0f}")


asyncio.run(main())
PY
without=$("$work/venv/bin/python" "$work/asked.py")
"$work/venv/bin/pip" install -qq sniffio==1.3.1
with=$("$work/venv/bin/python" "$work/asked.py")
echo "CPU microseconds of a request: $without without sniffio, $with with it"
[ $((with * 100)) -lt $((without * 92)) ]
