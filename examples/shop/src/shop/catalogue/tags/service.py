from shop.core.service import Service
from shop.models import Tag

from .schemas import TagCreate, TagReplace, TagUpdate


class TagService(
    Service[
        Tag,
        TagCreate,
        TagReplace,
        TagUpdate,
    ]
):
    """The rules of tags; override what they mean to change."""

    label = "tag"
