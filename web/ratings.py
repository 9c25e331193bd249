"""Whether answers helped, as patients say: a closed choice, kept for some days where the clinic wants it.

HOME/ratings/2026-11-23.jsonl         the ratings of one day, one JSON object a line; nothing that anyone typed
"""

import json
import logging
import os
import threading
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from bot.answer import Kind
from web.errors import Refusal
from web.question import form_fields

log = logging.getLogger("footnote")

# An emergency is never kept, and a reply that only sends someone on (personal, smalltalk, clarify) has nothing to rate.
RATED = (Kind.ANSWERED, Kind.PARTIAL, Kind.NOT_COVERED, Kind.SOURCES)
# Some 1,000 ratings; a flood of invented ones cannot fill the disk: at most this much for each day that is kept.
MOST_BYTES = 256 * 1024
# A full disk or a full day is not over sooner.
UNKEPT_RETRY_SECONDS = 3600


class Choice(StrEnum):
    """What a person may say of an answer: it helped, or why it did not."""

    HELPFUL = "helpful"
    OFF_POINT = "off_point"
    INCOMPLETE = "incomplete"
    UNCLEAR = "unclear"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Rating:
    """One rating: the choice, the kind of the answer, and the ids of the passages that it showed."""

    choice: Choice
    kind: Kind
    passages: tuple[str, ...]


def rated_as_form(content_type: str, body: bytes, passages: Container[str]) -> Rating:
    """Read the body of `POST /rating`: `choice`, `kind`, and `passage` once for each, of which `passages` are known.

    Raises:
        Refusal: not a form, not UTF-8, or anything that the page does not offer; so no words of anyone's can be kept.
    """
    sent = form_fields(content_type, body)
    given, shown = dict(sent), tuple(value for name, value in sent if name == "passage")
    if given.get("choice") not in list(Choice) or given.get("kind") not in RATED:
        raise Refusal("rating_unusable")
    if not all(each in passages for each in shown):
        raise Refusal("rating_unusable")
    return Rating(Choice(given["choice"]), Kind(given["kind"]), shown)


class Ratings:
    """Keeps ratings for `days` days in one file a day; with 0 days, none. Safe to use from several threads."""

    def __init__(self, home: Path, days: int, today: Callable[[], date] = date.today) -> None:
        self.days = days
        self._folder = home / "ratings"
        self._today = today
        self._lock = threading.Lock()
        self._expired: date | None = None

    def keep(self, rating: Rating, index: str | None) -> None:
        """Append a rating to the file of today, with the fingerprint of the index that answered.

        Raises:
            Refusal: `rating_unkept` when the disk or the day's file is full.
        """
        words = {"choice": rating.choice, "kind": rating.kind, "passages": rating.passages, "index": index}
        line = json.dumps(words).encode() + b"\n"
        path = self._folder / f"{self._today()}.jsonl"
        try:
            with self._lock:
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                _append(path, line)
        except OSError:
            raise Refusal("rating_unkept", UNKEPT_RETRY_SECONDS) from None

    def expire(self) -> None:
        """Delete the files that are older than they may be; looks once a day, costs nothing otherwise.

        Called with every question, so a file that cannot be deleted is logged and never stops an answer.
        """
        today = self._today()
        if self._expired == today:
            return
        self._expired = today
        oldest = today - timedelta(days=max(self.days - 1, 0))
        try:
            for path in self._folder.glob("*.jsonl"):
                if self.days == 0 or path.stem < str(oldest):
                    path.unlink(missing_ok=True)
        except OSError as error:
            log.error("old ratings cannot be deleted, tried again tomorrow: %s", error)


def _append(path: Path, line: bytes) -> None:
    """One write at the end of a file that only its owner reads, so that lines of several processes never mix.

    Raises:
        OSError: the disk is full, or the file would be.
    """
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.fstat(handle).st_size + len(line) > MOST_BYTES:
            raise OSError(f"{path}: wanted at most {MOST_BYTES} bytes a day, found it full")
        if os.write(handle, line) != len(line):
            raise OSError(f"{path}: wanted to write {len(line)} bytes, the disk took fewer")
    finally:
        os.close(handle)
