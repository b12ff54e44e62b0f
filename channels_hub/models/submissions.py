"""A public form that was sent: once, however often its button was pressed."""

from django.db import models

from servicecenter.crypto import EncryptedTextField


class Submission(models.Model):
    """The form's own token (its digest) makes it one. The sealed access code is emptied after a few minutes:
    long enough for the thank-you page to be loaded again, to switch its language, to answer a second press."""

    token = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)
    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="+")
    code = EncryptedTextField(null=True)
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["sent_at"], condition=models.Q(code__isnull=False), name="submission_code_kept")
        ]

    def __str__(self) -> str:
        return f"form of {self.sent_at:%F %T}"
