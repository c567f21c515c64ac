from shop.core.service import Service
from shop.models import Tag

from .schemas import TagCreate, TagReplace, TagUpdate


class TagService(Service[Tag, TagCreate, TagReplace, TagUpdate]):
    """Business logic for tags; override methods to customise."""

    label = "tag"
