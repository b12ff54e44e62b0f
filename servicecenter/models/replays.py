"""How far a replay has come."""

from django.db import models


class ReplayProgress(models.Model):
    """Written in the transaction of each batch, so what it says is done is done, and nothing after it is."""

    data_set = models.CharField(max_length=60)
    # A digest of the file's bytes and of what was chosen from it: another file or choice begins anew.
    selection = models.CharField(max_length=64)
    moments_done = models.PositiveIntegerField(default=0)
    moments = models.PositiveIntegerField()
    # The simulated time it has come to.
    simulated_at = models.DateTimeField(null=True)
    # What the real path would not take: [[line or 0, id, reason], …].
    refused = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "replay progress"
        constraints = [models.UniqueConstraint(fields=["data_set", "selection"], name="replay_progress_once")]

    def __str__(self) -> str:
        return f"{self.data_set}: {self.moments_done} of {self.moments}"
