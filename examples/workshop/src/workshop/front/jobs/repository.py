from workshop.core.db.belonging import Belonging, Owner
from workshop.core.db.conditions import Filter
from workshop.core.db.filter_forms import Missing
from workshop.core.db.guarded import Guarded
from workshop.core.db.open_pages import OpenPages
from workshop.core.db.removal import SoftDeletes
from workshop.core.db.soft_delete import ScopedReferences
from workshop.core.db.stamps import CHANGED, CREATED
from workshop.models import Job, Repair


class JobRepository(
    Belonging[Job],
    Guarded[Job],
    SoftDeletes[Job],
    ScopedReferences[Job],
    OpenPages[Job],
):
    model = Job
    insert_stamps = CREATED
    update_stamps = CHANGED
    totals = "on_request"
    filters = (
        Filter("repair_id"),
        Filter("part_id"),
        Missing("part_id_null", "part_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    )
    owners = (Owner(Repair, {"repair_id": "id"}),)
