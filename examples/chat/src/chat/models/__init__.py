"""The mapped classes; importing one loads the metadata of all."""

from chat.models.account_sessions import (
    AccountMailToken,
    AccountRefreshToken,
    AccountSession,
)
from chat.models.accounts import Account, AccountRole
from chat.models.channels import CHANNELS
from chat.models.events import EVENTS
from chat.models.idempotency_keys import IdempotencyKey
from chat.models.jobs import JobRow, JobSchedule
from chat.models.member import Member
from chat.models.message import Message
from chat.models.notification import Notification
from chat.models.outbox import OutboxEvent
from chat.models.person import Person
from chat.models.realtime import RealtimeEvent, RealtimePresence, RealtimeRoom
from chat.models.room import Room

__all__ = [
    "CHANNELS",
    "EVENTS",
    "Account",
    "AccountMailToken",
    "AccountRefreshToken",
    "AccountRole",
    "AccountSession",
    "IdempotencyKey",
    "JobRow",
    "JobSchedule",
    "Member",
    "Message",
    "Notification",
    "OutboxEvent",
    "Person",
    "RealtimeEvent",
    "RealtimePresence",
    "RealtimeRoom",
    "Room",
]
