"""Rows of topics."""

from helpdesk.models.topic import Topic
from seeds.drawing import Draw
from seeds.rows import Row, Rows


def row(draw: Draw) -> Row:
    """Return a topic: the same one for the same number."""
    return {
        "tenant_id": draw.division("tenants")["id"],
        "slug": ("aa", "ab", "ac", "ad", "ae")[draw.n],
        "title": draw.title(),
        "created_at": draw.created,
        "updated_at": draw.created,
    }


ROWS = Rows(of=Topic, row=row, share=100, most=5, divided=True)
