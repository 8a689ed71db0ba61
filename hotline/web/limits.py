"""How often something may be tried. Counted in Redis; in this process alone while Redis is away."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from redis import Redis

limiter = Limiter(
    key_func=get_remote_address,
    strategy="moving-window",
    key_prefix="hotline:limits",
    in_memory_fallback_enabled=True,
)


def init(app: Flask, redis: Redis) -> None:
    """Count in the given Redis."""
    app.config["RATELIMIT_STORAGE_URI"] = "redis://"
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {"connection_pool": redis.connection_pool}
    limiter.init_app(app)
