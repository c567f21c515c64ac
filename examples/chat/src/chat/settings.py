"""Settings from the environment; `.env.example` lists them all."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from .core.limiter import Rate

_DRIVERS = {
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
}


def _with_driver(url: str) -> str:
    """Return a database URL with the asynchronous driver that this application uses."""
    scheme, separator, rest = url.partition("://")
    return _DRIVERS.get(scheme, scheme) + separator + rest


class Settings(BaseSettings):
    """The settings, each read from the environment variable of its name."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    database_url: Annotated[str, AfterValidator(_with_driver), Field(repr=False)] = (
        "sqlite+aiosqlite:///chat.db"
    )
    database_pool_size: int = Field(default=10, ge=1)
    database_statement_timeout: float = Field(default=30, ge=0)
    database_pooler: Literal["none", "session", "transaction"] = "none"
    cors_origins: tuple[str, ...] = ()
    environment: Literal["development", "production"] = "development"
    outbox_batch: int = Field(default=100, ge=1)
    outbox_poll_seconds: float = Field(default=1, gt=0)
    files_location: str = "files"
    idempotency_keep: int = Field(default=86400, ge=1)
    jobs_concurrency: int = Field(default=10, ge=1)
    jobs_queues: dict[str, int] = {}
    jobs_lease_seconds: float = Field(default=30, gt=0)
    jobs_poll_seconds: float = Field(default=1, gt=0)
    rate_limit: Rate = "1200/minute"
    rate_limits: dict[str, Rate] = {}
    rate_limit_storage: str = Field(default="", pattern="^(|rediss?://.+)$", repr=False)
    realtime_connections: int = Field(default=10_000, ge=1)
    realtime_message_bytes: int = Field(default=16 * 1024, ge=256)
    realtime_idle_seconds: float = Field(default=60, gt=0)
    realtime_queue: int = Field(default=256, ge=128)
    realtime_rooms: int = Field(default=100, ge=1)
    realtime_lease_seconds: float = Field(default=10, gt=0)
    realtime_check_seconds: float = Field(default=15, gt=0)
    realtime_poll_seconds: float = Field(default=1, gt=0)
    realtime_keep_hours: float = Field(default=24, gt=0)
    realtime_origins: tuple[str, ...] = ()
    jwt_keys: str = Field(default="", repr=False)
    jwt_issuer: str = "chat"
    jwt_audience: str = "chat"
    access_token_minutes: int = Field(default=10, ge=1, le=60)
    refresh_token_days: int = Field(default=14, ge=1)
    session_days: int = Field(default=90, ge=1)
    password_hashes_at_once: int = Field(default=2, ge=1)
    sign_ins_of_an_account: str = "10/10 minutes"
    sign_ins_of_an_address: str = "100/10 minutes"
    mails_to_an_address: str = "5/hour"
    mail_url: str = Field(default="", repr=False)
    mail_from: str = "chat@localhost"
    accounts_url: str = "http://localhost:8000"
    worker_in_app: bool = False
    worker_host: str = "127.0.0.1"
    worker_port: int = Field(default=0, ge=0, le=65535)
    worker_patience_seconds: float = Field(default=25, ge=0)
    max_body_size: int = Field(default=2 * 1024**2, ge=1)
    request_timeout: float = Field(default=60, ge=0)
    compression_minimum_size: int = Field(default=1000, ge=0)
    serve_docs: bool = True
    serve_metrics: bool = True
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "console"] = "json"
