from typing import ClassVar

from helpdesk.core.db.conditions import Filter
from helpdesk.core.db.guarded import Guarded
from helpdesk.core.db.stamps import CHANGED, CREATED
from helpdesk.core.db.tenancy import IN_TENANT
from helpdesk.core.db.tenant_keys import KeyedInTenant
from helpdesk.models import Topic


class TopicRepository(KeyedInTenant[Topic], Guarded[Topic]):
    model = Topic
    insert_stamps: ClassVar = {**IN_TENANT, **CREATED}
    update_stamps = CHANGED
    filters = (
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    )
