"""`deployment.image: hardened`: the image has what production asks of one."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from ..language.finding import Finding
from .feature import Feature, in_designs


def _is_said(design: Design) -> bool:
    return design.deployment.image == "hardened"


def _wanted(design: Design) -> bool:
    return _is_said(design) and design.deployment.container


def _remarks(design: Design) -> Iterator[Finding]:
    """An image is hardened where there is one."""
    if _is_said(design) and not design.deployment.container:
        message = "There is no image to harden: container is false."
        hint = "Write container: true, or leave the word out."
        yield Finding(("deployment", "image"), "BD1034", message, hint)


FEATURE = Feature(
    name="hardened_image",
    said="deployment: {image: hardened}",
    summary="The image runs on a read-only root, says what is in it, and stops in time.",
    used_by=in_designs(_wanted),
    wanted=_is_said,
    remarks=_remarks,
    told=False,
)
