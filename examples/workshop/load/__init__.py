"""A load test: a running service is asked as its callers do, and held to its goals."""
