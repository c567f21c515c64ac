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
        "sqlite+aiosqlite:///shop.db"
    )
    database_pool_size: int = Field(default=10, ge=1)
    database_statement_timeout: float = Field(default=30, ge=0)
    database_pooler: Literal["none", "session", "transaction"] = "none"
    cors_origins: tuple[str, ...] = ("https://shop.example.com",)
    cache_answers: bool = True
    cache_bytes: int = Field(default=64 * 1024**2, ge=0)
    encryption_keys: Annotated[str, Field(repr=False)] = ""
    encryption_index_key: Annotated[str, Field(repr=False)] = ""
    environment: Literal["development", "production"] = "development"
    rate_limit: Rate = "300/minute"
    rate_limits: dict[str, Rate] = {}
    rate_limit_storage: str = Field(default="", pattern="^(|rediss?://.+)$", repr=False)
    jwt_keys: str = Field(default="", repr=False)
    jwt_issuer: str = "shop"
    jwt_audience: str = "shop"
    access_token_minutes: int = Field(default=10, ge=1, le=60)
    refresh_token_days: int = Field(default=14, ge=1)
    session_days: int = Field(default=90, ge=1)
    password_hashes_at_once: int = Field(default=2, ge=1)
    sign_ins_of_an_account: str = "10/10 minutes"
    sign_ins_of_an_address: str = "100/10 minutes"
    mails_to_an_address: str = "5/hour"
    mail_url: str = Field(default="", repr=False)
    mail_from: str = "shop@localhost"
    accounts_url: str = "http://localhost:8000"
    require_if_match: bool = False
    max_body_size: int = Field(default=2 * 1024**2, ge=1)
    request_timeout: float = Field(default=60, ge=0)
    compression_minimum_size: int = Field(default=1000, ge=0)
    serve_docs: bool = True
    serve_metrics: bool = True
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "console"] = "json"
