#!/usr/bin/env bash
# Guess:   proxy_cache_bypass and proxy_no_cache leave a request alone: nginx passes it on as if there were no cache.
# Happens: where a location has proxy_cache, nginx drops Range, If-Range and If-None-Match of each GET before it
#          looks at either of them. A part of a file that isn't kept is answered 200 with all of it, and a client
#          that has an answer which says `private` gets it again in place of 304.
# Matters: films can't be wound, downloads can't be resumed, and every revalidation of what is private costs its
#          whole body, behind a cache that keeps nothing of it. The headers have to be passed on by name:
#          `proxy_set_header Range $http_range`, and such requests kept out of the cache.
# Sources: https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header ("If caching is enabled, the
#          header fields ... from the original request are not passed to the proxied server")
#          https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache_bypass
set -eu

work=$(mktemp -d)
started=
# shellcheck disable=SC2086,SC2154 # several of them
trap 'kill $started; wait; rm -rf "$work"' EXIT
PATH=$PATH:/usr/sbin
command -v nginx >/dev/null || { echo "apt install nginx-light"; exit 1; }

cat >"$work/service.py" <<'PYTHON'
from http.server import BaseHTTPRequestHandler, HTTPServer

BODY = b"0123456789"


class Service(BaseHTTPRequestHandler):
    def do_GET(self):
        part = self.headers.get("Range")
        known = self.headers.get("If-None-Match") == '"one"'
        body = b"" if known else BODY[2:4] if part else BODY
        self.send_response(304 if known else 206 if part else 200)
        self.send_header("ETag", '"one"')
        self.send_header("Cache-Control", "private, no-cache")
        if part:
            self.send_header("Content-Range", "bytes 2-3/10")
        if not known:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


HTTPServer(("127.0.0.1", 18731), Service).serve_forever()
PYTHON
cat >"$work/nginx.conf" <<CONF
daemon off; pid $work/pid; error_log $work/error.log; events {}
$([ "$(id -u)" = 0 ] && echo "user root;")
http {
  access_log off;
  proxy_cache_path $work/cache keys_zone=kept:1m;
  server {
    listen 127.0.0.1:18732;
    proxy_cache kept;
    proxy_cache_bypass 1;
    proxy_no_cache 1;
    location / { proxy_pass http://127.0.0.1:18731; }
    location /told {
      proxy_pass http://127.0.0.1:18731;
      proxy_set_header Range \$http_range;
      proxy_set_header If-None-Match \$http_if_none_match;
    }
  }
}
CONF
python3 "$work/service.py" & started="$started $!"
nginx -c "$work/nginx.conf" -e "$work/error.log" & started="$started $!"

asked() { curl -s -o /dev/null -w '%{http_code}' "$@"; }
for _ in $(seq 100); do
    [ "$(asked http://127.0.0.1:18732/)" = 200 ] && break
    sleep 0.1
done
found=
for path in "18731/" "18732/" "18732/told"; do
    part=$(asked -H 'Range: bytes=2-3' "http://127.0.0.1:$path")
    known=$(asked -H 'If-None-Match: "one"' "http://127.0.0.1:$path")
    echo "$path: a part is $part, what is known is $known"
    found="$found $part $known"
done
[ "$found" = " 206 304 200 200 206 304" ]
