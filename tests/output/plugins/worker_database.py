"""Gives each pytest worker its own database: `{worker}` in TEST_DATABASE_URL is its name."""

import os

# Workers inherit the variables that this set in the process which started them.
_url = os.environ.setdefault("WORKER_DATABASE_URL", os.environ["TEST_DATABASE_URL"])
_worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
os.environ["TEST_DATABASE_URL"] = _url.replace("{worker}", _worker)
