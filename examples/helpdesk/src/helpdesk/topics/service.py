from helpdesk.core.service import Service
from helpdesk.models import Topic

from .schemas import TopicCreate, TopicReplace, TopicUpdate


class TopicService(Service[Topic, TopicCreate, TopicReplace, TopicUpdate]):
    """Business logic for topics; override methods to customise."""

    label = "topic"
