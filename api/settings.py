"""Settings of the service: from the environment (`ASSIGNER_...`) or an env file, checked at start.

Every setting is listed with its default in docs/deploy.md; a test compares.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MIB = 1024 * 1024


class Settings(BaseSettings):
    """Everything an operator may choose."""

    model_config = SettingsConfigDict(env_prefix="ASSIGNER_", env_file=None, frozen=True, extra="ignore")

    data_dir: Path = Field(
        Path("assigner-data"), description="folder of the files, and of the SQLite database"
    )
    database_url: SecretStr | None = Field(
        None, description="postgresql+psycopg://... ; without it SQLite in the data folder"
    )
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8400, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    secret: SecretStr | None = Field(
        None,
        min_length=32,
        description="signs sessions and webhooks; made and kept in the data folder if absent",
    )
    language: Literal["en", "ru"] = Field("en", description="language where a user has chosen none")
    pages: bool = Field(
        True, description="serve the web pages too; off in processes that only answer the API"
    )
    jobs: bool = Field(True, description="run queued jobs in this process")
    job_slots: int = Field(1, ge=1, le=64, description="jobs that run at once in this process")
    workers_per_job: int = Field(1, ge=1, le=64, description="cores that one solve may use")
    dask: str | None = Field(None, description="address of a Dask scheduler that all solves go to")
    job_lease_seconds: float = Field(
        15.0, gt=1, description="a job without heartbeat for so long is tried again"
    )
    shutdown_seconds: float = Field(
        5.0, ge=0, description="seconds that running jobs get to end when the process is asked to stop"
    )
    max_time_limit: float = Field(3600.0, gt=0, description="seconds that one solve may be given")
    keep_answers_mb: int = Field(
        1024, ge=0, description="answers of what-ifs that are kept to be found again, in MiB; the oldest go"
    )
    max_upload_mb: int = Field(512, ge=1, description="size of one upload, all tables together, in MiB")
    max_body_kb: int = Field(1024, ge=1, description="size of any other request, in KiB")
    read_memory_mb: int = Field(
        4096, ge=256, description="memory of the process that reads an upload, in MiB"
    )
    read_seconds: float = Field(600.0, gt=0, description="time of the process that reads an upload")
    rate_limit: int = Field(300, ge=1, description="requests a second for one key or user, in one process")
    demo_clients: int = Field(1200, ge=20, le=100_000, description="clients of the demo company")
    login_attempts: int = Field(5, ge=1, description="wrong passwords before an account waits")
    session_hours: float = Field(12.0, gt=0, description="how long a sign-in lasts without use")
    https_only: bool = Field(False, description="cookies travel over TLS only; set it behind a TLS proxy")
    four_eyes: bool = Field(False, description="whoever asked for a proposal may not approve it")
    webhooks_to_private: bool = Field(False, description="webhooks may go to private addresses")
    keep_datasets_days: int = Field(
        0, ge=0, description="datasets nothing live stands on go after so many days; 0: never"
    )
    trusted_proxies: str = Field("", description="addresses whose X-Forwarded-For is believed, by comma")
    metrics_token: SecretStr | None = Field(
        None, min_length=16, description="token that fetches /metrics; without it an admin's key does"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="what is logged")

    @field_validator("database_url")
    @classmethod
    def _known_engine(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value():
            return None
        scheme = urlsplit(value.get_secret_value()).scheme
        if scheme not in ("sqlite", "postgresql", "postgresql+psycopg"):
            raise ValueError("use postgresql+psycopg://user@host/name or sqlite:///path")
        return value

    @field_validator("dask")
    @classmethod
    def _cluster_within_reach(cls, value: str | None) -> str | None:
        if not value:
            return None
        if find_spec("distributed") is None:
            raise ValueError("install assigner with the extra `cluster`, or leave it out")
        parts = urlsplit(value)
        if parts.scheme not in ("tcp", "tls") or not parts.hostname or not parts.port:
            raise ValueError("use tcp://host:8786 or tls://host:8786")
        return value

    @property
    def url(self) -> str:
        """The database's address, with its password: never log it."""
        if self.database_url is not None:
            url = self.database_url.get_secret_value()
            return url.replace("postgresql://", "postgresql+psycopg://", 1)
        return f"sqlite:///{(self.data_dir / 'assigner.db').absolute()}"

    @property
    def max_upload_bytes(self) -> int:
        """Size of one upload in bytes."""
        return self.max_upload_mb * MIB
