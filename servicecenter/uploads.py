"""A request that carries more than any form of ours may is refused by its length, before it fills the disk."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class NoFlood(FileUploadHandler):
    """Stands before the handlers that keep files; keeps none itself."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:
        most = settings.ATTACHMENT_MAX_BYTES * settings.ATTACHMENT_MAX_FILES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if content_length > most:
            raise RequestDataTooBig("more than all files together may be")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
