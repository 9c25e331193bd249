"""Who may ask now."""

import threading

import pytest
from starlette.requests import Request

from web.errors import Refusal
from web.gate import Queue, Rate, client_of


def request(peer: str, forwarded: tuple[str, ...] = ()) -> Request:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return Request({"type": "http", "headers": headers, "client": (peer, 5000)})


def test_a_client_is_refused_past_its_rate_and_told_when_to_return() -> None:
    rate = Rate(2)
    rate.count("a")
    rate.count("a")
    with pytest.raises(Refusal) as refused:
        rate.count("a")
    assert (refused.value.code, refused.value.status) == ("rate_limited", 429)
    assert 1 <= int(refused.value.headers["Retry-After"]) <= 60
    rate.count("b")


def test_a_rate_of_nought_is_no_limit() -> None:
    rate = Rate(0)
    for _ in range(1000):
        rate.count("a")


def test_a_full_queue_refuses_at_once_and_frees_its_places() -> None:
    queue, inside, leave = Queue(cores=1, waiting=1), threading.Event(), threading.Event()

    def work() -> None:
        with queue.place():
            inside.set()
            leave.wait(5)

    threads = [threading.Thread(target=work) for _ in range(2)]
    threads[0].start()
    assert inside.wait(5)
    threads[1].start()
    while queue._places._value:  # until the second one waits in line
        pass
    with pytest.raises(Refusal) as refused, queue.place():
        pass
    assert (refused.value.code, refused.value.headers) == ("overloaded", {"Retry-After": "2"})
    leave.set()
    for thread in threads:
        thread.join(5)
    with queue.place():
        pass


@pytest.mark.parametrize(
    ("peer", "forwarded", "hops", "client"),
    [
        ("10.0.0.1", (), 0, "10.0.0.1"),
        ("10.0.0.1", ("1.1.1.1",), 0, "10.0.0.1"),
        ("10.0.0.1", ("6.6.6.6, 1.1.1.1",), 1, "1.1.1.1"),
        ("10.0.0.1", ("6.6.6.6, 1.1.1.1, 2.2.2.2",), 2, "1.1.1.1"),
        ("10.0.0.1", ("6.6.6.6", "1.1.1.1"), 1, "1.1.1.1"),
        ("10.0.0.1", (), 1, "10.0.0.1"),
        ("10.0.0.1", ("1.1.1.1",), 2, "10.0.0.1"),
        ("10.0.0.1", ("<script>",), 1, "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", (), 0, "2001:db8:1:2::/64"),
        ("::ffff:1.2.3.4", (), 0, "1.2.3.4"),
        ("testclient", (), 0, "testclient"),
    ],
)
def test_a_client_is_its_address_as_far_as_our_own_proxies_vouch_for_it(
    peer: str, forwarded: tuple[str, ...], hops: int, client: str
) -> None:
    assert client_of(request(peer, forwarded), hops) == client
