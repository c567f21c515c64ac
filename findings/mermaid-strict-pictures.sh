#!/usr/bin/env bash
# Guess:   `securityLevel: "strict"` encodes HTML in the texts of a diagram, as Mermaid's documentation says of it,
#          so that somebody's diagram can't make a browser ask anybody for anything.
# Happens: the label's <img> stays an element, only without its handler, and the browser asks for its `src`, once a
#          rendering and again where the drawing is shown. It is so in flowcharts, states and relations of entities.
#          `dompurifyConfig: {FORBID_TAGS: ["img"]}` takes it out; a flowchart's own `img:` is asked for even then.
# Matters: a diagram that a stranger has written (a pull request, a chat's answer) tells their server who reads it,
#          and when. A page that must not do so needs a Content-Security-Policy with `img-src`.
# Also:    https://github.com/mermaid-js/mermaid/issues/7645 is open: there is no option against `img:`.
set -eu

command -v chromium >/dev/null || { echo "Chromium is needed: apt install chromium" >&2; exit 1; }
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
npm pack --silent mermaid@12.3.0 >/dev/null
tar xzf mermaid-12.3.0.tgz package/dist/mermaid.min.js
mv package/dist/mermaid.min.js .
cat > page.html <<'HTML'
<!doctype html><meta charset="utf-8"><pre id="said"></pre><script src="mermaid.min.js"></script>
<script>
const diagrams = {
  flowchart: 'flowchart LR\n a["<img src=/asked/flowchart onerror=window.ran=1> a"]',
  state: 'stateDiagram-v2\n state "<img src=/asked/state> a" as a\n a --> b',
  entities: 'erDiagram\n A ||--o{ B : "<img src=/asked/entities>"',
  sequence: 'sequenceDiagram\n A->>B: <img src=/asked/sequence>',
  own: 'flowchart LR\n a@{ img: "/asked/own", w: 9, h: 9 }',
};
(async () => {
  for (const safer of [{}, { dompurifyConfig: { FORBID_TAGS: ["img"] } }]) {
    const how = Object.keys(safer).length ? "?forbidden" : "?strict";
    mermaid.initialize({ startOnLoad: false, securityLevel: "strict", suppressErrorRendering: true, ...safer });
    for (const [name, text] of Object.entries(diagrams)) {
      const where = text.replace(/\/asked\/\w+/, (path) => path + how);
      await mermaid.render(`${name}${how.length}`, where).catch(() => null);
    }
  }
  said.textContent = `done, ran: ${window.ran}`;
})();
</script>
HTML
cat > serve.py <<'PYTHON'
import http.server, sys

class Handler(http.server.SimpleHTTPRequestHandler):
    def log_request(self, code="-", size="-"):
        with open("asked", "a") as file:
            file.write(self.path + "\n")

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
PYTHON
python3 serve.py > port 2>/dev/null &
server=$!
until [ -s port ]; do sleep 0.1; done
flags="--headless --disable-gpu --user-data-dir=$work/profile --virtual-time-budget=60000 --dump-dom"
[ "$(id -u)" != 0 ] || flags="$flags --no-sandbox"
# shellcheck disable=SC2086 # several flags
said=$(chromium $flags "http://127.0.0.1:$(cat port)/page.html" 2>/dev/null | grep -o 'done, ran: [a-z0-9][a-z0-9]*')
asked() { grep -o "^/asked/[a-z]*?$1" asked | sort -u | sed 's/.asked.//; s/?.*//' | paste -sd ' ' -; }
strict=$(asked strict)
forbidden=$(asked forbidden)
echo "$said; asked for at the strict level: $strict; without <img> in the cleaner: $forbidden"
[ "$said" = "done, ran: undefined" ] && [ "$strict" = "entities flowchart own state" ] && [ "$forbidden" = own ]
