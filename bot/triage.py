"""Urgent, personal or smalltalk, decided on the whole message before anything is searched.

No model, no index, and no disk after the lexicon was read: rules, and beside them how like a message is to examples.
Where an encoder is at hand that has heard such messages (`bot.hearing`), its opinion is averaged with the examples'.
It signposts; it draws no conclusion about a person.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Protocol

from bot.answer import Kind
from bot.clean import fold
from bot.lexicon import Category, Excuse, Lexicon, Sign, shipped
from bot.likeness import EDGE
from bot.phrases import Phrase, Places

NEGATED_WORDS = 4  # "no real sign of any fever": further away, another thing is meant
RIVAL = (
    0.5  # an emergency must be at least half as likely as a personal question: 4 of 100 personal ones saved, no miss
)
PART = 0.4  # likeness alone to a part of a long message: it has less around it, and there are many
SMALLTALK_WORDS = 12  # a longer message has a matter beside its courtesies
MARKS = ("general", "topic", "if", "past", "past_from", "negation", "claim", "present", "treatment", "spinal")
MAY_SHOW_PASSAGES = frozenset({"eligibility", "prognosis"})  # general passages may follow these personal answers
NUMBERS = (  # from, to, and what a phrase calls it; temperatures after the UK Sepsis Trust, Celsius and Fahrenheit
    (37.5, 43.0, "<fever>"),
    (99.5, 109.4, "<fever>"),
    (32.0, 35.99, "<cold>"),
    (36.0, 37.49, "<normal>"),
    (375, 430, "<undotted>"),  # 38.4 with its point lost
    (320, 359, "<undotted>"),
    (995, 1094, "<undotted>"),
    (5, 500, "<many>"),  # tablets at once; nobody is prescribed five of a kind
    (1950, 2100, "<year>"),
)

_TOKEN = re.compile(r"[^\W\d_]+(?:[\d@$!]+[^\W\d_]+)*|\d+(?:[.,]\d+)?|[.?!;:\n]|,")
_BREAKS = frozenset(".?!;:\n")
_MARKS = {"?": ("<question>",), ",": (",",)}


@dataclass(frozen=True, slots=True)
class Triage:
    """Why a message is not searched: its kind (urgent, personal or smalltalk) and the category that said so."""

    kind: Kind
    category: str

    @property
    def may_show_passages(self) -> bool:
        """Whether passages, marked as general, may follow the fixed text."""
        return self.category in MAY_SHOW_PASSAGES


class Opinion(Protocol):
    """A second opinion on what a message is for."""

    thresholds: Mapping[str, float]

    def shares(self, message: str) -> Sequence[Mapping[str, float]]:
        """For each part of a message the share of each class, in [0, 1], together 1."""


def triage(question: str, lexicon: Lexicon | None = None, second: Opinion | None = None) -> Triage | None:
    """Whether fixed text must answer instead of the documents: the category, or None when they may be searched.

    What the rules say of an emergency stands. The rest is weighed by likeness, alone or together with a `second`
    opinion; its thresholds then hold for the mean of both.
    """
    words = lexicon or shipped()
    places, said = read(question, words)
    idioms = _blank(places, words.context["idioms"])
    excuses = _excuses(places, words.context)
    sure = _ruled(places, excuses, words.categories)
    if sure and sure.kind is Kind.URGENT:
        return sure
    first = words.likeness.shares(*compared(said, idioms, excuses))
    heard = (first, second.shares(question)) if second else (first,)
    limits = second.thresholds if second else words.likeness.thresholds
    return (
        _like(Kind.URGENT, heard, limits, words)
        or sure
        or _like(Kind.PERSONAL, heard, limits, words)
        or _smalltalk(places, words)
        or (_like(Kind.SMALLTALK, heard, limits, words) if _chatty(said, words) else None)
    )


def ruled(question: str, lexicon: Lexicon) -> Triage | None:
    """What the rules alone say, without likeness and small talk."""
    places, _ = read(question, lexicon)
    _blank(places, lexicon.context["idioms"])
    return _ruled(places, _excuses(places, lexicon.context), lexicon.categories)


def _ruled(places: Places, excuses: Mapping[str, int], categories: Iterable[Category]) -> Triage | None:
    for category in categories:
        harmless = _union(places.spans(phrase) for phrase in category.harmless)
        if any(_shows(sign, places, excuses, harmless) for sign in category.signs):
            return Triage(category.kind, category.name)
    return None


Shares = Sequence[Mapping[str, float]]
"""An opinion on a message: for each part of it the share of each class."""


def opinions(question: str, lexicon: Lexicon, second: Opinion | None = None) -> tuple[Shares, ...]:
    """What likeness says of a message, and then the second opinion."""
    first = lexicon.likeness.shares(*context(question, lexicon))
    return (first, second.shares(question)) if second else (first,)


def weight(kind: Kind, heard: Sequence[Shares], lexicon: Lexicon) -> dict[str, float]:
    """The share of each class of a kind, in [0, 1]: the mean of the opinions.

    Each opinion counts with the part of the message that is most like the kind.
    """
    return {name: share for name, share in _mean(kind, heard, lexicon).items() if name in lexicon.likeness.of(kind)}


def _mean(kind: Kind, heard: Sequence[Shares], lexicon: Lexicon) -> dict[str, float]:
    names = lexicon.likeness.of(kind)
    parts = [max(shares, key=lambda part: sum(part[name] for name in names)) for shares in heard if shares]
    return {name: fmean(part[name] for part in parts) for name in lexicon.likeness.classes} if parts else {}


def _like(kind: Kind, heard: Sequence[Shares], limits: Mapping[str, float], words: Lexicon) -> Triage | None:
    """The likeliest category of a kind, if the message is like that kind from its limit on."""
    share = _mean(kind, heard, words)
    names = words.likeness.of(kind)
    rival = sum(share.get(name, 0) for name in words.likeness.of(Kind.PERSONAL)) if kind is Kind.URGENT else 0
    alone = len(heard) == 1 and len(heard[0]) > 1
    if not share or sum(share[name] for name in names) < max(limits[kind], RIVAL * rival, PART if alone else 0):
        return None
    return Triage(kind, max(names, key=share.__getitem__).partition(":")[2])


def context(question: str, lexicon: Lexicon) -> tuple[list[str], list[str]]:
    """Words and marks of a message, as likeness is judged by them and trained with them."""
    places, said = read(question, lexicon)
    idioms = _blank(places, lexicon.context["idioms"])
    return compared(said, idioms, _excuses(places, lexicon.context))


def compared(said: Sequence[str], idioms: int, excuses: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """The words of a message without its sayings, and the marks of its context: what likeness is judged by."""
    words: list[str] = [EDGE]
    for place, word in enumerate(said):
        ends = word in {EDGE, "?"}
        if word and not idioms >> place & 1 and not (ends and words[-1] == EDGE):
            words.append(word)
    return [*words, EDGE] if len(words) > 1 else [], [f"~{name}" for name in MARKS if excuses[name]]


def read(question: str, words: Lexicon) -> tuple[Places, list[str]]:
    """Where the lexicon's words stand in a message, and the message word by word; a comma is an empty word."""
    places = Places([0] * words.group_count)
    readings: dict[str, tuple[str, ...]] = {}
    said: list[str] = []
    for index, token in enumerate(_TOKEN.findall(fold(question))):
        bit = 1 << index
        places.length = index + 1
        if token in _BREAKS:
            places.breaks |= bit
            places.openings |= bit << 1
            places.closings |= bit >> 1
        if token not in readings:
            readings[token] = _number(token) or _MARKS.get(token) or words.speller.readings(token)
        for word in readings[token]:
            _place(places, word, bit, words)
        said.append(_said(token, readings[token]))
    places.closings |= 1 << places.length >> 1
    return places, said


def _said(typed: str, readings: Sequence[str]) -> str:
    if typed in {"?", ","}:
        return typed.strip(",")
    if typed in _BREAKS:
        return EDGE
    return readings[-1 if typed[0].isdigit() else 0] if readings else typed


def _place(places: Places, word: str, bit: int, words: Lexicon) -> None:
    if word in words.fillers:
        places.fillers |= bit
    if word in words.links:
        places.openings |= bit << 1
    if word in words.smalltalk.courtesies:
        places.courtesies |= bit
    for group in words.groups.get(word, ()):
        places.groups[group] |= bit


def _blank(places: Places, phrases: Iterable[Phrase]) -> int:
    if covered := _union(places.spans(phrase) for phrase in phrases):
        places.groups = [places_of & ~covered for places_of in places.groups]
    return covered


def _excuses(places: Places, context: Mapping[str, tuple[Phrase, ...]]) -> dict[str, int]:
    """For each excuse the places where a sign does not count, and for each mark of the context where it stands."""
    said = {name: _union(places.ends(phrase) for phrase in phrases) for name, phrases in context.items()}
    everywhere = ((1 << places.length) - 1) & ~places.breaks
    ground = everywhere & ~(said["claim"] & ~said["supposed"])
    return {
        **said,
        Excuse.NEGATED: _reach(said["negation"], everywhere & ~said["turn"], NEGATED_WORDS),
        Excuse.GENERAL: _fill(said["general"], ground),
        Excuse.TOPIC: _runs(said["topic"], ground),
        Excuse.HYPOTHETICAL: _fill(said["if"], ground),
        Excuse.PAST: _union(places.spans(phrase) for phrase in context["past"]),
        Excuse.PAST_FROM: _fill(said["past_from"], everywhere & ~said["present"]),
    }


def _shows(sign: Sign, places: Places, excuses: Mapping[str, int], harmless: int) -> bool:
    if sign.needs and not excuses[sign.needs]:
        return False
    allowed = ~(harmless | _union(excuses[name] for name in sign.excused_by))
    denied = excuses[Excuse.NEGATED] if Excuse.NEGATED in sign.excused_by else 0  # "he does not hit me": at the end
    ends = (places.ends(phrase, allowed) & ~(0 if phrase.denies else denied) for phrase in sign.phrases)
    return any(found & ~harmless for found in ends)


def _chatty(said: Sequence[str], words: Lexicon) -> bool:
    """Whether a message is short and mostly of known words: a strange one, such as a name, is asked about."""
    spoken = [word for word in said if word and word not in {EDGE, "?"}]
    strange = sum(word not in words.likeness.packed for word in spoken)
    return len(said) <= SMALLTALK_WORDS and 2 * strange <= len(spoken)


def _smalltalk(places: Places, words: Lexicon) -> Triage | None:
    talk = words.smalltalk
    spans = {name: _union(map(places.spans, phrases)) for name, phrases in talk.phrases.items()}
    found = [name for name, covered in spans.items() if covered]
    said = ((1 << places.length) - 1) & ~places.breaks
    rest = said & ~(_union(spans.values()) | places.courtesies | places.fillers)
    if not found or (rest and not _is_statement(places, words, found)):
        return None
    return Triage(Kind.SMALLTALK, found[0])


def _is_statement(places: Places, words: Lexicon, found: Sequence[str]) -> bool:
    """Whether what stands beside smalltalk is a short remark of the person's own, with no question in it."""
    talk = words.smalltalk
    own, asks = (any(map(places.ends, phrases)) for phrases in (talk.own, talk.asks))
    return places.length <= talk.statement_words and found[0] in talk.with_statement and own and not asks


def _number(token: str) -> tuple[str, ...]:
    if not token[0].isdigit():
        return ()
    value = float(token.replace(",", "."))
    return ("<number>", *(kind for low, high, kind in NUMBERS if low <= value <= high))


def _union(sets: Iterable[int]) -> int:
    union = 0
    for places in sets:
        union |= places
    return union


def _fill(starts: int, ground: int) -> int:
    """Every place of `ground` that follows a start without a hole (MatchStar of Cameron et al. 2014)."""
    first = (starts << 1) & ground
    return ((first + ground) ^ ground | first) & ground


def _reach(starts: int, ground: int, words: int) -> int:
    """As `_fill`, but at most `words` far."""
    front = found = (starts << 1) & ground
    for _ in range(words - 1):
        front = (front << 1) & ground
        found |= front
    return found


def _runs(marks: int, ground: int) -> int:
    """The unbroken runs of `ground` that hold a mark."""
    found = 0
    while marks := marks & ground & ~found:
        mark = marks & -marks
        start = 1 << (~ground & (mark - 1)).bit_length()
        found |= _fill(start >> 1, ground) if start > 1 else (start | _fill(start, ground))
    return found
