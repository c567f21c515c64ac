"""`deployment.cloud`: what the service needs of AWS, as modules for OpenTofu and Terraform."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from ..language.finding import Finding
from .feature import Feature, Reasons, in_designs

_ELSEWHERE = {"nats": "NATS", "kafka": "Kafka"}
"""Brokers that AWS has not, or not as one that a small service can be given."""


def _is_used(design: Design) -> bool:
    return design.deployment.cloud is not None


def _remarks(design: Design) -> Iterator[Finding]:
    """Whoever has to bring a broker of their own hears of it."""
    broker = _ELSEWHERE.get(design.messaging.broker)
    if _is_used(design) and broker and design.events:
        message = f"{broker} is not made there: BROKER_URL is yours."
        hint = "Write it into the settings, or take rabbitmq or redis as broker."
        yield Finding(("deployment", "cloud"), "BD1044", message, hint)


FEATURE = Feature(
    name="cloud",
    said="deployment: {cloud: aws}",
    summary="Modules for OpenTofu and Terraform: what the service needs of AWS, in each "
    "environment.",
    reasons=Reasons(
        9129,
        "What the service needs of AWS is declared",
        "A database, a bucket and who may reach them are made once an environment, and are "
        "changed for years. By hand, nobody knows how they were made.",
        "One module has what the design needs; a root for each environment says how much of "
        "it. Its state is in a bucket, with a lock. Pods have a role of their own, of which "
        "the policy names one prefix of one bucket and one key. Passwords are made as they are "
        "written: no state has them, but that of RabbitMQ, whose resource takes it no other "
        "way.",
        "The network, the cluster and the bucket of the state are there before. Nothing of it "
        "is destroyed by a plan that nobody meant: taking an environment down is an edit.",
    ),
    used_by=in_designs(_is_used),
    wanted=_is_used,
    remarks=_remarks,
    told=False,
)
