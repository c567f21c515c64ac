"""Settings from the environment; `.env.example` lists them all."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

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
        "sqlite+aiosqlite:///notes.db"
    )
    database_pool_size: int = Field(default=10, ge=1)
    database_statement_timeout: float = Field(default=30, ge=0)
    database_pooler: Literal["none", "session", "transaction"] = "none"
    cors_origins: tuple[str, ...] = ()
    max_body_size: int = Field(default=2 * 1024**2, ge=1)
    request_timeout: float = Field(default=60, ge=0)
    compression_minimum_size: int = Field(default=1000, ge=0)
    serve_docs: bool = True
    serve_metrics: bool = True
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "console"] = "json"
