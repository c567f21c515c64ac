"""Gives each pytest worker its own database: `{worker}` in TEST_DATABASE_URL is its name."""

import os

_url = os.environ["TEST_DATABASE_URL"]
_worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
os.environ["TEST_DATABASE_URL"] = _url.replace("{worker}", _worker)
