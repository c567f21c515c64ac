"""The frames of the socket, as clients send and get them, and why a connection ends."""

from collections.abc import Collection, Mapping, Sequence
from enum import IntEnum
from http import HTTPStatus
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from pydantic_core import to_json

from chat.core.errors import ErrorDetail
from chat.core.http.error_responses import error_response
from chat.models.realtime import RealtimeEvent


class Close(IntEnum):
    """Why a connection ends."""

    TOO_LARGE = 1009
    FAILED = 1011
    RESTARTING = 1012
    FULL = 1013
    UNAUTHENTICATED = 4401
    FORBIDDEN = 4403
    IDLE = 4408
    EXPIRED = 4419
    SLOW = 4429


TYPING_SECONDS = 6
"""For how long clients show that somebody types."""


class RoomName(NamedTuple):
    """How clients call a room."""

    channel: str
    id: str


# What clients send

Ref = int | str | None


class Authenticate(BaseModel):
    """Says who a client is."""

    type: Literal["authenticate"]
    token: str | None = None
    api_key: str | None = None
    ref: Ref = None


class _OfRoom(BaseModel):
    channel: str
    id: Annotated[str, Field(max_length=60)]
    ref: Ref = None

    @property
    def room(self) -> RoomName:
        """The room that it is about."""
        return RoomName(self.channel, self.id)


class Join(_OfRoom):
    """Asks to be told what happens in a room, from now on or after a position."""

    type: Literal["join"]
    after: Annotated[int, Field(ge=0, lt=2**63)] | None = None


class Leave(_OfRoom):
    """Asks to be told no more."""

    type: Literal["leave"]


class AskPresence(_OfRoom):
    """Asks who is in a room."""

    type: Literal["presence"]


class Typing(_OfRoom):
    """Says that somebody types, or doesn't any more."""

    type: Literal["typing"]
    typing: bool = True


class Ping(BaseModel):
    """Asks whether the connection is alive."""

    type: Literal["ping"]
    ref: Ref = None


Frame = Authenticate | Join | Leave | AskPresence | Typing | Ping

_FRAME: TypeAdapter[Frame] = TypeAdapter(Annotated[Frame, Field(discriminator="type")])


class FrameError(Exception):
    """A frame can't be done; the connection stays."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        details: Sequence[ErrorDetail] = (),
        ref: Ref = None,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.details, self.ref = details, ref


def read(text: str) -> Frame:
    """Return what a client has sent; raise FrameError for what is no frame."""
    try:
        return _FRAME.validate_json(text)
    except ValidationError as error:
        details = [
            ErrorDetail(".".join(map(str, each["loc"])), each["msg"], each["type"])
            for each in error.errors(include_url=False, include_input=False)
        ]
        message = "The frame is not valid."
        raise FrameError(422, "VALIDATION_ERROR", message, details) from None


# What they get


def _frame(kind: str, room: RoomName | None = None, **said: object) -> str:
    place = {} if room is None else room._asdict()
    return to_json({"type": kind, **place, **said}).decode()


def welcome(
    connection: str, account: UUID | None, retry_after: float, idle: float, ref: Ref
) -> str:
    """Return that a client is known."""
    return _frame(
        "welcome",
        ref=ref,
        connection=connection,
        account=account,
        retry_after=retry_after,
        idle_seconds=idle,
    )


def joined(
    room: RoomName,
    ref: Ref,
    position: int,
    complete: bool,
    present: Collection[UUID] | None,
) -> str:
    """Return that a client is in a room."""
    people = {} if present is None else {"present": sorted(present)}
    return _frame(
        "joined", room, ref=ref, position=position, complete=complete, **people
    )


def left(room: RoomName, reason: str, ref: Ref = None) -> str:
    """Return that a client is in a room no more."""
    return _frame("left", room, ref=ref, reason=reason)


def event(
    room: RoomName, told: RealtimeEvent, name: str, data: Mapping[str, object]
) -> str:
    """Return what happened in a room."""
    return _frame(
        "event",
        room,
        position=told.position,
        name=name,
        version=told.version,
        event=told.event_id,
        row=told.row_key,
        time=told.recorded_at,
        data=data,
    )


def people_changed(
    room: RoomName, came: Collection[UUID], went: Collection[UUID]
) -> str:
    """Return who came into a room, and who went."""
    return _frame("presence", room, joined=sorted(came), left=sorted(went))


def present(room: RoomName, ref: Ref, people: Collection[UUID]) -> str:
    """Return who is in a room."""
    return _frame("present", room, ref=ref, accounts=sorted(people))


def is_typing(room: RoomName, account: UUID, *, typing: bool) -> str:
    """Return that somebody types in a room, or doesn't any more."""
    return _frame(
        "typing", room, account=account, typing=typing, seconds=TYPING_SECONDS
    )


def pong(ref: Ref) -> str:
    """Return that the connection is alive."""
    return _frame("pong", ref=ref)


def failed(error: FrameError) -> str:
    """Return why a frame can't be done, in the one form of errors."""
    status = HTTPStatus(error.status)
    body = error_response(status, error.code, error.message, error.details).body
    head = _frame("error", ref=error.ref, status=error.status)
    return f'{head[:-1]},"body":{bytes(body).decode()}}}'
