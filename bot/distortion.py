"""Ways in which the same message arrives otherwise: slips of a shaking hand, capitals, hidden and like letters."""

import random
import zlib
from enum import StrEnum

_CYRILLIC = str.maketrans("aceopxyiABCEHKMOPTX", "асеорхуіАВСЕНКМОРТХ")
_PUNCTUATION = str.maketrans("", "", ".,?!;:'’\"-")
_STORY = (
    "Hello, I hope that you are well. I have had MS for eleven years and I live with my sister and two cats.\n"
    "We read the article together on Sunday and found it interesting, above all the part about the three steps.\n"
)
SLIP_FROM = 4  # letters; a slip in a shorter word often makes another word, which a reader would not understand either


class Distortion(StrEnum):
    """How a message was changed; `NONE` leaves it as it is."""

    NONE = "as typed"
    TYPOS = "typos"
    CAPITALS = "capitals"
    BARE = "no punctuation"
    HIDDEN = "zero-width letters"
    LOOKALIKE = "look-alike letters"
    LAST_LINE = "last line of a long message"


def distort(text: str, how: Distortion) -> str:
    """The text changed in one way; the same text always comes out the same."""
    match how:
        case Distortion.NONE:
            return text
        case Distortion.TYPOS:
            return _slip(text, random.Random(zlib.crc32(text.encode())))  # noqa: S311, reproducible, not secret
        case Distortion.CAPITALS:
            return text.upper()
        case Distortion.BARE:
            return text.lower().translate(_PUNCTUATION)
        case Distortion.HIDDEN:
            return "\u200b".join(text)
        case Distortion.LOOKALIKE:
            return text.translate(_CYRILLIC)
        case Distortion.LAST_LINE:
            return _STORY * 6 + text


def _slip(text: str, chance: random.Random) -> str:
    """One slip in every third long word, at least one: two letters swapped, one doubled, lost, or hit beside."""
    words = text.split(" ")
    long = [index for index, word in enumerate(words) if len(word) >= SLIP_FROM and word.isalpha()]
    for index in chance.sample(long, (len(long) + 2) // 3):
        words[index] = _slipped(words[index], chance)
    return " ".join(words)


def _slipped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    before, here, beside, after = word[:at], word[at], word[at + 1], word[at + 2 :]
    return chance.choice(
        (
            before + beside + here + after,
            before + here + here + beside + after,
            before + beside + after,
            before + _neighbour(here) + beside + after,
        )
    )


def _neighbour(letter: str) -> str:
    """The key to the right on an English keyboard."""
    rows = "qwertyuiopq asdfghjkla zxcvbnmz"
    at = rows.find(letter.lower())
    return rows[at + 1] if at >= 0 else letter
