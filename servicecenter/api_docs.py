"""The API's description, and a page to try it out on that loads nothing from elsewhere. Open to everyone: they
hold no data."""

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView


class Schema(SpectacularAPIView):
    """OpenAPI 3.1, as YAML or, when asked for by Accept, as JSON."""


# Swagger UI draws its own icons from data: addresses; everything else keeps the house's policy.
@method_decorator(csp_update({"img-src": ["data:"]}), name="dispatch")
class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our own static files."""

    url_name = "schema"
    template_name = "api/docs.html"
