"""Designs that are for a cloud, and their files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bd_scaffold import pipeline
from bd_scaffold.model.types import Model

PLAIN = """\
name: lab
deployment: {cloud: aws}
entities:
  Note: {fields: {text: string(80)}}
"""
CLUSTERED = PLAIN.replace("{cloud: aws}", "{cloud: aws, kubernetes: true}")
FILES = """\
name: lab
deployment: {cloud: aws, environments: {production: {}}}
files: {store: s3}
entities:
  Note: {fields: {text: string(80), scan: "file(image/*, 5MB)?"}}
"""
REDIS = """\
name: lab
deployment: {cloud: aws}
messaging: {broker: redis}
api: {rate_limit: 9/day}
events: {NoteMade: {from: Note.create}}
jobs: {index: {on: NoteMade}}
entities:
  Note: {fields: {text: string(80)}}
"""
FULL = """\
name: lab
requirements:
  quality:
    throughput: 2000/s
    availability: 99.9%
    recovery: {rpo: 5m}
    volume: {Note: {rows: 100M, bytes: 300}}
security: {authentication: jwt}
deployment:
  cloud: aws
  kubernetes: {image: registry.example.com/lab}
  environments: {staging: {throughput: 10/s, replicas: 1}, production: {host: lab.example.com}}
cache: {store: redis}
messaging: {broker: rabbitmq}
files: {store: s3}
telemetry: true
events: {NoteMade: {from: Note.create}}
jobs: {index: {on: NoteMade}}
entities:
  Note: {fields: {text: string(80), scan: "file(image/*, 5MB)?"}, cache: 60s, pagination: cursor}
"""
LONG = FULL.replace(
    "name: lab\n", "name: a-very-long-name-of-a-service-and-of-it\n"
).replace("staging:", "an-environment-of-name:")
DESIGNS = {
    "plain": PLAIN,
    "clustered": CLUSTERED,
    "files": FILES,
    "redis": REDIS,
    "full": FULL,
    "long": LONG,
}


def built(text: str) -> Model:
    """Return the model of a design."""
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


@cache
def files_of(text: str) -> dict[str, str]:
    """Return what a design has below `deploy/`, by its path."""
    rendered = pipeline.render(text.encode(), built(text))
    return {
        path: content
        for path, content in rendered.items()
        if path.startswith("deploy/")
    }


def written(text: str, folder: Path) -> Path:
    """Write these files, and return the folder of those for AWS."""
    for path, content in files_of(text).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return folder / "deploy/aws"
