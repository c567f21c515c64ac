"""What jobs are given; it waits in the table, so that older ones have to be read."""

from typing import Annotated

from pydantic import BaseModel, Field

from chat.core.http.schemas import DateTime, Text, Uuid


class NotifyMembers(BaseModel):
    id: Uuid
    room_id: Uuid
    author_id: Uuid
    text: Annotated[
        Text,
        Field(
            max_length=4000,
            min_length=1,
            pattern=r"^[^\x00]*[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\x00][^\x00]*$",
        ),
    ]
    sent_as: Uuid
    created_at: DateTime
