"""The documents draw the cluster that the manifests describe."""

from __future__ import annotations

from collections.abc import Mapping

from bd_scaffold import pipeline

PLAIN = """\
name: lab
documents: true
entities:
  Note: {fields: {text: string(80)}}
"""
CLUSTER = """\
name: lab
documents: true
security: {authentication: jwt}
deployment:
  kubernetes: {gateway: edge/public, service_monitor: true, helm: true}
  environments: {staging: {replicas: 1}, production: {replicas: 3}}
events: {NoteMade: {from: Note.create}}
jobs: {index: {on: NoteMade}}
entities:
  Note: {fields: {text: string(80)}, retention: 7y}
"""


def _page(text: str) -> str:
    model = pipeline.build(pipeline.check(text.encode(), "design.yaml"))
    files: Mapping[str, str] = dict(pipeline.render(text.encode(), model).items())
    return files["docs/deployment-architecture.md"]


def test_a_cluster_is_drawn_with_its_pods_and_what_leads_there() -> None:
    page = _page(CLUSTER)
    for each in (
        'subgraph host["Kubernetes, lab-staging and lab-production"]',
        'app["api\npods, 1 to 2 in staging, 3 to 6 in production"]',
        'worker["worker\npods, 1 in each"]',
        'migrate["migrate\na Job before a roll-out, and one when no older pod is left"]',
        'daily["once a day\nretention"]',
        'proxy["Gateway edge/public\nends TLS"]',
        'proxy -->|"HTTP, port 8000"| app',
        'prometheus -->|"/metrics"| worker',
    ):
        assert each in page.replace("\n    ", "\n").replace("  ", ""), each
    assert "Docker Compose runs it" not in page


def test_a_roll_out_to_a_cluster_is_told_as_its_script_does_it() -> None:
    page = _page(CLUSTER)
    assert "3. Run `sh deploy/kubernetes/roll-out.sh ENVIRONMENT TAG`" in page
    assert "`python -m lab.migrate expand`" in page
    assert "alembic upgrade head`, run once" not in page


def test_without_a_cluster_all_is_as_it_was() -> None:
    page = _page(PLAIN)
    assert "3. Run `alembic upgrade head` once, and wait for it to end." in page
    assert 'subgraph host["Docker Compose"]' in page
