"""Which series are a service's own, and the commands that look at what runs."""

from __future__ import annotations

from ...language.design import Design
from ...language.kubernetes import namespace_of
from ...names.project import import_name

_PODS = {"app": "api", "worker": "worker"}
"""What a cluster calls the processes that Compose has as services."""


def scope(design: Design) -> str:
    """Return the matcher of what the service's processes export."""
    return f'job=~"{design.name}(-worker)?"'


def app(design: Design) -> str:
    """Return the labels of a process that answers requests, in a test of rules."""
    return f'job="{design.name}",instance="app-1"'


def worker(design: Design) -> str:
    """Return the labels of a worker's process, in a test of rules."""
    return f'job="{design.name}-worker",instance="worker-1"'


def package(design: Design) -> str:
    """Return the package that the service's commands are modules of."""
    return import_name(design.name)


def logs(design: Design, process: str, since: str = "15m") -> str:
    """Return the command that shows what a process has logged lately."""
    if design.deployment.kubernetes is not None:
        return f"{_kubectl(design)} logs --since {since} --tail=-1 {_selected(process)}"
    if design.deployment.composes:
        return f"docker compose logs --since {since} {process}"
    return f"journalctl -u {design.name}-{process} --since -{since}"


def running(design: Design, process: str = "") -> str:
    """Return the command that shows whether a process runs, or which of them do."""
    if design.deployment.kubernetes is not None:
        return f"{_kubectl(design)} get pods {process and _selected(process)}".strip()
    if design.deployment.composes:
        return f"docker compose ps {process}".strip()
    return f"systemctl status '{design.name}{'-' if process else '*'}{process}'"


def run(design: Design, process: str, command: str) -> str:
    """Return the command that runs another one where a process runs."""
    if design.deployment.kubernetes is not None:
        deployment = f"{design.name}{'-worker' if process == 'worker' else ''}"
        return f"{_kubectl(design)} exec deployment/{deployment} -- {command}"
    if design.deployment.composes:
        return f"docker compose exec {process} {command}"
    return command


def setting(design: Design, process: str, name: str) -> str:
    """Return the command that shows a setting of a process, but for a password in an address."""
    said = f"import os; print(os.getenv('{name}', 'not set').rpartition('@')[2])"
    return run(design, process, f'python -c "{said}"')


def metrics(prefix: str) -> str:
    """Return the command that shows the service's metrics whose names begin so."""
    return f"curl -s \"$SERVICE/metrics\" | grep '^{prefix}'"


def sql(design: Design, query: str) -> str:
    """Return the command that asks the database."""
    if design.database.engine == "postgresql":
        return f'psql "$DATABASE_URL" -c "{query}"'
    return f'sqlite3 -readonly "$DATABASE_FILE" "{query}"'


def _kubectl(design: Design) -> str:
    """Return the client of the cluster, for the environment that somebody is woken for."""
    names = [*design.deployment.environments] or ["production"]
    name = "production" if "production" in names else names[-1]
    return f"kubectl --namespace {namespace_of(design.name, name)}"


def _selected(process: str) -> str:
    return f"--selector app.kubernetes.io/component={_PODS[process]}"
