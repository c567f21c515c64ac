"""What Prometheus is told of kept answers."""

from prometheus_client import Counter, Gauge

REQUESTS = Counter(
    "cache_requests",
    "Requests whose answers are kept: `hit`, `waited` for one that was being made, `miss`, "
    "or `passed` by, as long as nothing can be kept.",
    ["entity", "result"],
)
EVICTIONS = Counter(
    "cache_evictions",
    "Answers that a process no longer keeps: for want of room, or since they are too old.",
    ["reason"],
)
ENTRIES = Gauge("cache_entries", "Answers that a process keeps.")
BYTES = Gauge("cache_bytes", "The bytes that these take, about.")
