"""A cluster runs the project, in one environment or several."""

from pathlib import Path

from capability import Capability

_ROUTED = (
    "{kubernetes: {gateway: edge/public, service_monitor: true, image: r.io/lab}, "
    "environments: {production: {host: lab.example.com, replicas: 3}}}"
)

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("a cluster", "no cluster"): [
            ("name: lab\n", "name: lab\ndeployment: {kubernetes: true}\n"),
        ],
    },
    later={
        ("an environment more", "an environment less"): [
            (
                "kubernetes: true}",
                "kubernetes: true, environments: {production: {}, staging: {}}}",
            ),
        ],
        ("a cluster with a gateway", "a cluster without one"): [
            (
                "{kubernetes: true}",
                _ROUTED,
            ),
        ],
        ("a chart", "no chart"): [("kubernetes: true}", "kubernetes: {helm: true}}")],
    },
)
