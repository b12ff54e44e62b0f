"""Programs that may call us, the answers they were given, and attempts that are counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from servicecenter.crypto import EncryptedBytesField


class ApiClient(models.Model):
    """A program with a key. Only the key's digest is kept; scopes say what it may do (api.py)."""

    name = models.CharField(max_length=80, unique=True)
    prefix = models.CharField(max_length=12, unique=True)
    key_hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    # Addresses or networks the key may come from; empty = any.
    networks = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Idempotency(models.Model):
    """The answer given to a request with an Idempotency-Key, kept 7 days, byte for byte."""

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = EncryptedBytesField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return f"{self.client_id}:{self.key}"


class Attempt(models.Model):
    """One try at something guessable. Limits that protect people count these rows, not a cache."""

    purpose = models.CharField(max_length=30)
    who = models.CharField(max_length=64)  # a blind index of an address or a number, never the thing itself
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["purpose", "who", "at"], name="attempts_of_one")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.at:%F %T}"
