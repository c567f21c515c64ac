"""What a `.env` says of other systems, Redis and proxies reaches the containers, too."""

from __future__ import annotations

import yaml

from bd_scaffold import pipeline

DESIGN = b"""\
name: lab
cache: {store: redis}
deployment: {proxies: nginx}
resilience: {billing: {}, post_office: {}}
entities:
  Box: {fields: {name: string(9)}, cache: 60s}
"""


def test_compose_passes_on_where_other_systems_are() -> None:
    model = pipeline.build(pipeline.check(DESIGN, "design.yaml"))
    compose = yaml.safe_load(pipeline.render(DESIGN, model)["compose.yaml"])
    said = compose["services"]["app"]["environment"]
    own = ("BILLING_URL", "BILLING_TOKEN", "POST_OFFICE_URL", "POST_OFFICE_TOKEN")
    for name in (*own, "CACHE_URL"):
        assert said[name] == f"${{{name}:-}}"
    assert said["FORWARDED_ALLOW_IPS"] == "${FORWARDED_ALLOW_IPS:-127.0.0.1,::1}"
