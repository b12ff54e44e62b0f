"""The API's description, and a page to try it out on that loads nothing from elsewhere. Open to everyone: they
hold no data."""

from functools import cache
from typing import Any

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, override
from django.views.decorators.gzip import gzip_page
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView


@cache
def described(language: str) -> dict[str, Any]:
    """It is told by the code alone, so each process works it out once for each language."""
    with override(language):
        return SchemaGenerator().get_schema(request=None, public=True)


class ForEveryone(SchemaGenerator):
    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:
        return described(get_language())


# It holds no secret that its size could tell.
@method_decorator(gzip_page, name="dispatch")
class Schema(SpectacularAPIView):
    """OpenAPI 3.0.3, as YAML or, when asked for by Accept, as JSON."""

    generator_class = ForEveryone


# Swagger UI draws its own icons from data: addresses; everything else keeps the house's policy.
@method_decorator(csp_update({"img-src": ["data:"]}), name="dispatch")
class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our own static files."""

    url_name = "schema"
    template_name = "api/docs.html"
