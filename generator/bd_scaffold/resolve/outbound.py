"""What another system's contract says that this one calls, as far as a client needs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from ..record import Record

OUTBOUND = "outbound"
"""The package of clients, within the project's own."""

Credential = Literal["bearer", "basic", "header"]
"""How the other side is told who calls: a token, a name with a password, or a header."""


class OtherParameter(Record, frozen=True):
    """What an operation is given beside its body."""

    name: str  # over HTTP: "X-Account", "page-size"
    attribute: str  # in Python: "x_account", "page_size"
    where: Literal["path", "query", "header"]
    type: str  # in Python: "str", "list[int]"
    required: bool


class OtherOperation(Record, frozen=True):
    """One operation of another system."""

    name: str  # of the method: "create_payment"
    id: str  # as the contract calls it: "createPayment"; empty where it doesn't
    method: str  # "POST"
    path: str  # below its base URL: "/payments/{payment_id}"
    summary: str
    parameters: tuple[OtherParameter, ...]
    body: str  # its type in Python: "models.PaymentCreate"; empty where there is none
    body_needed: bool
    body_type: str  # its media type: "application/json"
    answer: str  # its type in Python: "models.Payment", "None", "bytes"
    takes_key: bool  # it has a header `Idempotency-Key`


class OtherContract(Record, frozen=True):
    """The contract of another system, read once."""

    path: str  # of the file, beside the design
    text: str
    sha: str
    operations: tuple[OtherOperation, ...]
    schemas: Mapping[str, Any]  # of the classes of its bodies, by their names
    credential: Credential
    credential_header: str
