"""Urgent, personal or smalltalk, decided on the whole message before anything is searched.

No model, no index, and no disk after the lexicon was read. It signposts; it draws no conclusion about a person.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.answer import Kind
from bot.clean import fold
from bot.lexicon import Lexicon, Sign, shipped
from bot.phrases import Phrase, Places

NEGATED_WORDS = 4  # "no real sign of any fever": further away, another thing is meant
MAY_SHOW_PASSAGES = frozenset({"eligibility", "prognosis"})  # general passages may follow these personal answers
FEVER_C, FEVER_F, COLD_C = (37.5, 43.0), (99.5, 109.0), (32.0, 35.99)  # UK Sepsis Trust; 43 °C is not survived

_TOKEN = re.compile(r"[^\W\d_]+(?:[\d@$!]+[^\W\d_]+)*|\d+(?:[.,]\d+)?|[.?!;:\n]|,")
_BREAKS = frozenset(".?!;:\n")


@dataclass(frozen=True, slots=True)
class Triage:
    """Why a message is not searched: its kind (urgent, personal or smalltalk) and the category that said so."""

    kind: Kind
    category: str

    @property
    def may_show_passages(self) -> bool:
        """Whether passages, marked as general, may follow the fixed text."""
        return self.category in MAY_SHOW_PASSAGES


def triage(question: str, lexicon: Lexicon | None = None) -> Triage | None:
    """Whether fixed text must answer instead of the documents: the category, or None when they may be searched."""
    words = lexicon or shipped()
    places = _read(question, words)
    _blank(places, words.context["idioms"])
    excuses = _excuses(places, words.context)
    for category in words.categories:
        harmless = _union(places.spans(phrase) for phrase in category.harmless)
        if any(_shows(sign, places, excuses, harmless) for sign in category.signs):
            return Triage(category.kind, category.name)
    return _smalltalk(places, words)


def _read(question: str, words: Lexicon) -> Places:
    places = Places([0] * words.group_count)
    readings: dict[str, tuple[str, ...]] = {}
    for index, token in enumerate(_TOKEN.findall(fold(question))):
        bit = 1 << index
        places.length = index + 1
        if token in _BREAKS:
            places.breaks |= bit
            places.openings |= bit << 1
            continue
        if token not in readings:
            readings[token] = _number(token) or words.speller.readings(token)
        for word in readings[token]:
            _place(places, word, bit, words)
    return places


def _place(places: Places, word: str, bit: int, words: Lexicon) -> None:
    if word in words.fillers:
        places.fillers |= bit
    if word in words.smalltalk.courtesies:
        places.courtesies |= bit
    for group in words.groups.get(word, ()):
        places.groups[group] |= bit


def _blank(places: Places, phrases: Iterable[Phrase]) -> None:
    if covered := _union(places.spans(phrase) for phrase in phrases):
        places.groups = [places_of & ~covered for places_of in places.groups]


def _excuses(places: Places, context: Mapping[str, tuple[Phrase, ...]]) -> dict[str, int]:
    """For each excuse the places where a sign does not count, and for each mark of the context where it stands."""
    said = {name: _union(places.ends(phrase) for phrase in phrases) for name, phrases in context.items()}
    everywhere = ((1 << places.length) - 1) & ~places.breaks
    claimed = everywhere & ~(said["present"] & ~said["supposed"])
    return {
        **said,
        "negated": _reach(said["negation"], everywhere & ~said["turn"], NEGATED_WORDS),
        "general": _fill(said["general"], claimed) | _runs(said["topic"], claimed),
        "hypothetical": _fill(said["if"], claimed),
        "past": _union(places.spans(phrase) for phrase in context["past"]),
    }


def _shows(sign: Sign, places: Places, excuses: Mapping[str, int], harmless: int) -> bool:
    if sign.needs and not excuses[sign.needs]:
        return False
    allowed = ~(harmless | _union(excuses[name] for name in sign.excused_by))
    return any(places.ends(phrase, allowed) for phrase in sign.phrases)


def _smalltalk(places: Places, words: Lexicon) -> Triage | None:
    found = {name: _union(map(places.spans, phrases)) for name, phrases in words.smalltalk.phrases.items()}
    everything = ((1 << places.length) - 1) & ~places.breaks
    if everything & ~(_union(found.values()) | places.courtesies | places.fillers):
        return None
    return next((Triage(Kind.SMALLTALK, name) for name, covered in found.items() if covered), None)


def _number(token: str) -> tuple[str, ...]:
    if not token[0].isdigit():
        return ()
    value = float(token.replace(",", "."))
    kinds = {"<fever>": (FEVER_C, FEVER_F), "<cold>": (COLD_C,)}
    return ("<number>", *(kind for kind, spans in kinds.items() if any(low <= value <= high for low, high in spans)))


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
