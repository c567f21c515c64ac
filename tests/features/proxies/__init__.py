"""Proxies before a service."""

from pathlib import Path

from capability import Capability

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("proxies on", "proxies off"): [
            ("name: lab\n", "name: lab\ndeployment: {proxies: [nginx, caddy]}\n"),
        ],
    },
    later={
        ("a proxy less", "a proxy more"): [
            (
                "name: lab\ndeployment: {proxies: [nginx, caddy]}\n",
                "name: lab\ndeployment: {proxies: nginx}\n",
            ),
        ],
    },
)
