"""When the server is slow, or dies while it answers: nothing typed is lost, and a new try works."""

import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.answer import Answer, Turn
from tests.browser.mortal import mortal
from tests.browser.pages import Visit, ask
from tests.browser.servers import chat
from tests.clinic import WordBot

pytestmark = pytest.mark.browser


@dataclass
class Slow(WordBot):
    """A bot that answers when it is told to."""

    told: threading.Event = field(default_factory=threading.Event)

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The worked answer, late."""
        self.told.wait(20)
        return super().answer(question, history)


def test_a_server_that_takes_more_than_3_seconds_is_waited_for_and_what_is_typed_meanwhile_stays(
    visit: Visit, tmp_path: Path
) -> None:
    bot = Slow()
    with chat(bot, home=tmp_path) as slow:
        page = visit(slow.origin)
        page.fill("#question", "what is it?")
        page.click("#send")
        expect(page.locator(".state")).to_contain_text("Looking in the documents")
        page.fill("#question", "and then?")
        page.press("#question", "Enter")  # one question at a time
        expect(page.locator(".state")).to_contain_text("Still looking")
        bot.told.set()
        expect(page.locator(".exchange:not(.pending) blockquote")).to_be_visible()
        expect(page.locator("#question")).to_have_value("and then?")
        page.click("#send")
        expect(page.locator(".exchange:not(.pending)")).to_have_count(2)


@pytest.mark.parametrize("how", ["at once", "midway"])
def test_a_server_killed_while_it_answers_loses_nothing_and_a_new_try_works_once_it_is_back(
    visit: Visit, tmp_path: Path, how: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with mortal(tmp_path, port, how) as origin:
        page = visit(origin)
        page.fill("#question", "what is it?")
        page.click("#send")
        pending = page.locator(".pending")
        expect(pending.locator(".state")).to_contain_text("cannot be reached")
        expect(pending.locator(".asked")).to_have_text("what is it?")
        expect(page.locator("blockquote")).to_have_count(0)
    with mortal(tmp_path, port, "never"):
        pending.get_by_text("Try again").click()
        expect(page.locator(".exchange:not(.pending) blockquote")).to_be_visible()
        expect(page.locator(".exchange")).to_have_count(1)
        ask(page, "and then?")
        expect(page.locator(".exchange:not(.pending)")).to_have_count(2)
