"""The way of every question, whichever door it came through: counted, queued, answered; an emergency passes both."""

import os
from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.answer import Answer, Kind, Turn
from bot.clean import clean
from bot.triage import Triage
from corpus.document import Document, Passage
from web.errors import Refusal
from web.gate import Queue, Rate
from web.question import Asked
from web.ratings import Ratings
from web.settings import Settings

# Loading the model takes about ten seconds.
READY_RETRY_SECONDS = 10


class Bot(Protocol):
    """What the web needs of a bot."""

    documents: Mapping[str, Document]
    passages: Mapping[str, Passage]
    fingerprint: str | None

    def alarm(self, question: str) -> Triage | None:
        """Whether fixed text must answer a question."""

    def reply(self, question: str, alarm: Triage | None, history: Sequence[Turn] = ()) -> Answer:
        """The answer to a question of which `alarm` has been asked; it never raises for one."""

    def suggestions(self) -> tuple[str, ...]:
        """Questions that the documents answer, to start with."""


class Desk:
    """Takes questions to the bot. Safe to use from several threads."""

    def __init__(self, settings: Settings, bot: Bot) -> None:
        self.bot = bot
        self.ratings = Ratings(settings.home, settings.rating_days)
        self._rate = Rate(settings.rate_limit)
        self._queue = Queue(os.cpu_count() or 1, settings.waiting)

    def count(self, client: str) -> None:
        """Count something that a client sent besides questions, at the same rate. Raises `Refusal`: `rate_limited`."""
        self._rate.count(client)

    def ask(self, asked: Asked, client: str) -> Answer:
        """The answer to one question of a client; `asked` holds a question that `clean` takes.

        What triage decides needs no index and waits for no core: an emergency is never limited, and neither queues.

        Raises:
            Refusal: `rate_limited`, `not_ready` or `overloaded`.
        """
        question = clean(asked.question)
        triaged = self.bot.alarm(question)
        if triaged and triaged.kind is Kind.URGENT:
            return self.bot.reply(question, triaged, asked.history)
        self.ratings.expire()
        self._rate.count(client)
        if triaged:
            return self.bot.reply(question, triaged, asked.history)
        if self.bot.fingerprint is None:
            raise Refusal("not_ready", READY_RETRY_SECONDS)
        with self._queue.place():
            return self.bot.reply(question, triaged, asked.history)
