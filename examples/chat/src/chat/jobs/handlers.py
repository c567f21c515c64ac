"""What jobs do; that is yours to write."""

from chat.core.jobs.job import JobHandlers

from . import payloads


class Handlers(JobHandlers):
    """One method a job; `self.work` is the unit of work that is committed with its end.

    What they raise has the job tried again; a PermanentError does not. What reaches further
    than the database may happen twice: send along what tells a repetition, such as `self.run.id`.
    """

    async def notify_members(self, data: payloads.NotifyMembers) -> None:
        """Notify members.

        Tells the members of a room, but for its author, of a message.
        """
        # Write below what it does.
        raise self.not_written()

    # Methods of your own may follow.
