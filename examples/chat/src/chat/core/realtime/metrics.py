"""What Prometheus reads of real time."""

from prometheus_client import Counter, Gauge

SOCKETS = Gauge("realtime_sockets", "Connections that are open.")
MESSAGES = Counter("realtime_messages", "Frames that came and went.", ["direction"])
DROPPED = Counter("realtime_dropped", "Connections that were ended.", ["reason"])
