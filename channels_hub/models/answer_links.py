"""A link in a message by which its reader says whether the matter is solved, and nothing else."""

from django.db import models


class AnswerLink(models.Model):
    """Only the token's hash is kept. It opens one question about one round of one ticket, until a day."""

    event = models.OneToOneField("servicecenter.Event", on_delete=models.DO_NOTHING, related_name="+")
    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="+")
    round = models.PositiveSmallIntegerField()
    token_hash = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"link of {self.ticket_id}"
