"""A Redis cache that may go away: what cannot be asked counts as not there, and nobody gets an error for it.

Fit for what may be forgotten. Limits that protect people are rows in the database, never counted here.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    def add(self, *args: Any, **kwargs: Any) -> bool:
        return _or(super().add, False, *args, **kwargs)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return _or(super().get, default, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        _or(super().set, None, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return _or(super().touch, False, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return _or(super().delete, False, *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> dict:
        return _or(super().get_many, {}, *args, **kwargs)

    def set_many(self, data: dict, *args: Any, **kwargs: Any) -> list:
        return _or(super().set_many, list(data), data, *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        _or(super().delete_many, None, *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return _or(super().has_key, False, *args, **kwargs)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return _or(super().incr, delta, key, delta, version)

    def clear(self) -> None:
        _or(super().clear, None)


def _or(ask: Callable, otherwise: Any, *args: Any, **kwargs: Any) -> Any:
    try:
        return ask(*args, **kwargs)
    except RedisError as error:
        log.warning("the cache is away (%s)", type(error).__name__)
        return otherwise
