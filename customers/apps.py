"""Customers: who they are, where they live, how they are reached."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        # Models exist only from here on.
        from customers import index

        post_migrate.connect(index.install, sender=self, dispatch_uid="customer_index")
