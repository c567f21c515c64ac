"""Which series are a service's own, where one Prometheus watches several."""

from __future__ import annotations

from ...language.design import Design


def scope(design: Design) -> str:
    """Return the matcher of what the service's processes export."""
    return f'job=~"{design.name}(-worker)?"'


def app(design: Design) -> str:
    """Return the labels of a process that answers requests, in a test of rules."""
    return f'job="{design.name}",instance="app-1"'


def worker(design: Design) -> str:
    """Return the labels of a worker's process, in a test of rules."""
    return f'job="{design.name}-worker",instance="worker-1"'


def logs(design: Design, process: str, since: str = "15m") -> str:
    """Return the command that shows what a process has logged lately."""
    if design.deployment.kubernetes:
        return f"{_pods(design, 'logs', process)} --prefix --tail -1 --since {since}"
    if design.deployment.composes:
        return f"docker compose logs --since {since} {process}"
    return f"journalctl -u {design.name}-{process} --since -{since}"


def running(design: Design, process: str = "") -> str:
    """Return the command that shows whether a process runs, or which of them do."""
    if design.deployment.kubernetes:
        return _pods(design, "get pods", process)
    if design.deployment.composes:
        return f"docker compose ps {process}".strip()
    return f"systemctl status '{design.name}{'-' if process else '*'}{process}'"


def _pods(design: Design, command: str, process: str) -> str:
    """Return a command about pods of the project, or of one of its Deployments."""
    component = {"app": "api"}.get(process, process)
    own = f"app.kubernetes.io/name={design.name}"
    if component:
        own += f",app.kubernetes.io/component={component}"
    return f'kubectl --namespace "$NAMESPACE" {command} --selector {own}'


def sql(design: Design, query: str) -> str:
    """Return the command that asks the database."""
    if design.database.engine == "postgresql":
        return f'psql "$DATABASE_URL" -c "{query}"'
    return f'sqlite3 -readonly "$DATABASE_FILE" "{query}"'
