"""Other systems that are called, with clients that live with their failures."""

from pathlib import Path

from capability import Capability

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("other system called", "other system not called"): [
            ("name: lab\n", "name: lab\nresilience:\n  pay: {timeout: 2s}\n"),
        ],
    },
    later={
        ("other system given more time", "other system given less time"): [
            ("pay: {timeout: 2s}", "pay: {timeout: 900ms, attempts: 2, at_once: 5}"),
        ],
        ("other system asked in any case", "other system left alone"): [
            ("pay: {timeout: 2s}", "pay: {timeout: 2s, breaker: false}"),
        ],
        ("another system called too", "another system not called"): [
            ("pay: {timeout: 2s}\n", "pay: {timeout: 2s}\n  mail: {}\n"),
        ],
        ("other system renamed", "other system renamed back"): [
            ("pay: {timeout: 2s}", "payments: {was: pay, timeout: 2s}"),
        ],
    },
)
