"""Who may ask now: a rate for each client, and a bounded queue before the cores."""

import ipaddress
import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

from web.errors import Refusal

# An answer takes about a tenth of a second, so a full queue is empty again within this many seconds.
QUEUE_RETRY_SECONDS = 2


class Rate:
    """Questions per minute and client, counted in memory; 0 is no limit."""

    def __init__(self, per_minute: int) -> None:
        self._item = RateLimitItemPerMinute(per_minute) if per_minute else None
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, client: str) -> None:
        """Count one question of a client.

        Raises:
            Refusal: `rate_limited` with the seconds until the client may ask again.
        """
        if self._item is None or self._limiter.hit(self._item, client):
            return
        wait = self._limiter.get_window_stats(self._item, client).reset_time - time.time()
        raise Refusal("rate_limited", max(1, math.ceil(wait)))


class Queue:
    """At most `cores` questions are worked on at once, and at most `waiting` more wait for one of them."""

    def __init__(self, cores: int, waiting: int) -> None:
        self._cores = threading.BoundedSemaphore(cores)
        self._places = threading.BoundedSemaphore(cores + waiting)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a core for the length of a `with` block, after waiting in line for it.

        Raises:
            Refusal: `overloaded`, at once, when the line is full.
        """
        if not self._places.acquire(blocking=False):
            raise Refusal("overloaded", QUEUE_RETRY_SECONDS)
        try:
            with self._cores:
                yield
        finally:
            self._places.release()


def client_of(request: Request, proxy_hops: int) -> str:
    """The client's address, for counting only.

    With `proxy_hops` = n it is the n-th entry of `X-Forwarded-For` from the right, which our own proxies wrote; what
    stands further left is the client's to invent. An IPv6 client owns a whole /64, so that is what is counted.
    """
    peer = request.client.host if request.client else ""
    forwarded = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    named = forwarded[-proxy_hops].strip() if 0 < proxy_hops <= len(forwarded) else peer
    return _network(named) or _network(peer) or peer


def _network(address: str) -> str | None:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))
