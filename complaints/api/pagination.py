"""Pages by key: the next page begins after the last row seen, however deep; nothing is counted."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination

MOST_DIGITS = 18  # of a primary key
PAGED = [
    OpenApiParameter("cursor", OpenApiTypes.STR, description="As in next or previous of another page."),
    OpenApiParameter("page_size", OpenApiTypes.INT),
]
PAGING = {one.name for one in PAGED}


class NewestFirst(CursorPagination):
    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = ("-pk",)

    def decode_cursor(self, request):
        """A cursor somebody made up is not found; unchecked it would reach the database as a key."""
        cursor = super().decode_cursor(request)
        position = cursor.position if cursor else None
        if position is not None and not (position.isascii() and position.isdigit() and len(position) <= MOST_DIGITS):
            raise NotFound(self.invalid_cursor_message)
        return cursor
