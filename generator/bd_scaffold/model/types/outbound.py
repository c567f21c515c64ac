"""Other systems that the project calls: how long, how often, and by which methods."""

from __future__ import annotations

from typing import Literal

from ...record import Record


class Breaker(Record, frozen=True):
    """When calls are refused at once, since the other side fails."""

    failures: int  # calls that have to fail within the window, at the least: 5
    share: float  # and of all calls there, how large a share: 0.5
    window: float  # seconds that a call is remembered: 30.0
    open: float  # seconds that calls are refused, before one tries again: 30.0


class DependencyOperation(Record, frozen=True):
    """One operation of another system, which is a method of its client."""

    name: str  # of the method: "create_payment"
    id: str  # as the other side's contract calls it: "createPayment", or empty
    method: str  # the verb: "POST"
    path: str  # below the other side's base URL: "/payments/{payment_id}"
    given: tuple[str, ...]  # its parameters, ready Python: "payment_id: str"
    answer: str  # the type of what it returns, ready Python: "models.Payment"
    repeats: bool  # a call that failed may be made again
    tried: str  # what its test gives and looks for, ready Python lines


class Dependency(Record, frozen=True):
    """Another system that the project calls."""

    name: str  # "payments"
    was: str  # the name that it had before, where the design says so
    description: str  # what it is asked for
    class_name: str  # of its client: "PaymentsClient"
    calls_name: str  # of the base that has its methods: "PaymentsCalls"
    package: str  # the import package of its code: "shop.outbound.payments"
    directory: str  # the folder of its code: "src/shop/outbound/payments"
    setting: str  # how the variables of its settings begin: "PAYMENTS"
    timeout: float  # seconds that a call may take, with all of its attempts: 2.0
    attempts: int  # how often a call is tried, the first time included: 3
    retry_budget: float  # calls that may be repeated, as a share of all: 0.2
    at_once: int  # how many calls may be under way in a process: 20
    wait: float  # seconds that a call waits for others to end: 0.25
    credential: Literal["bearer", "basic", "header"]  # how it is told who calls
    credential_header: str  # the header that says so: "Authorization"
    credential_told: str  # what the setting holds, for people: "a token"
    breaker: Breaker | None = None  # when calls are refused at once
    contract: str = ""  # the file of its contract, where the design names one
    contract_sha: str = ""  # of that file, when the client was made
    operations: tuple[DependencyOperation, ...] = ()  # of that contract
    models: str = ""  # the module `models.py`, of its contract's bodies
    calls: str = ""  # the module `calls.py`, whose methods call its operations
