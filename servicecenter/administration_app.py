"""Puts the house's own administration site in the place of Django's (settings.INSTALLED_APPS)."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    default_site = "servicecenter.administration.AdministrationSite"

    def ready(self) -> None:
        super().ready()
        # Models exist only from here on.
        from servicecenter.administration import HouseAdmin
        from servicecenter.field_names import name_fields

        ours = {model: one for model, one in admin.site._registry.items() if isinstance(one, HouseAdmin)}
        # What other packages register leaves no trace on the trail, so it is not offered.
        admin.site.unregister([model for model in admin.site._registry if model not in ours])
        name_fields({*ours, *(inline.model for one in ours.values() for inline in one.inlines)})
