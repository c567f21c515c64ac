from workshop.core.open_service import OpenService
from workshop.models import Job

from .schemas import JobCreate, JobReplace, JobUpdate


class JobService(OpenService[Job, JobCreate, JobReplace, JobUpdate]):
    """Business logic for jobs; override methods to customise."""

    label = "job"
