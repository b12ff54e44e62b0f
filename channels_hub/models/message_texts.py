"""What customers are written, as an administrator words it: versions in both languages, none ever overwritten."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from channels_hub import shipped


class MessageText(models.Model):
    """One version of one message. The newest in use is sent; without one, the shipped text."""

    code = models.SlugField(_("message"), max_length=60, choices=shipped.choices)
    number = models.PositiveIntegerField()
    subject_en = models.CharField(_("Subject (English)"), max_length=200, blank=True)
    body_en = models.TextField(_("Text (English)"))
    subject_zh = models.CharField(_("Subject (Chinese)"), max_length=200, blank=True)
    body_zh = models.TextField(_("Text (Chinese)"))
    why = models.CharField(_("Why it was changed"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("message text")
        verbose_name_plural = _("message texts")
        ordering = ["code", "-number"]
        constraints = [models.UniqueConstraint(fields=["code", "number"], name="message_text_once_per_number")]

    def __str__(self) -> str:
        return f"{self.get_code_display()} v{self.number}"

    def words(self, language: str) -> shipped.Words:
        chinese = language.startswith("zh")
        return shipped.Words(
            self.subject_zh if chinese else self.subject_en, self.body_zh if chinese else self.body_en
        )  # fmt: skip
