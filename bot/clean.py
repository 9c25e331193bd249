"""Text from outside, made fit to trust: strict characters, one normal form, a length limit; and folded for triage."""

import re
import unicodedata

LONGEST_QUESTION = 2_000  # characters, as the HTTP contract has it

# Invisible though not of category Cf: Hangul and Khmer fillers, variation selectors, the combining grapheme joiner.
_INVISIBLE = re.compile("[\u115f\u1160\u17b4\u17b5\u3164\uffa0\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_BLANKS = re.compile(r"[^\S\n]+")
_APOSTROPHES = re.compile("(?<=\\w)['`´‘’ʼ＇](?=\\w)")

# Letters that look like a Latin one, after the `confusables.txt` of Unicode Technical Standard 39; lower case, since
# folding lowers first. Accents are not listed: decomposition takes them off.
_LOOKALIKES = str.maketrans(
    {
        **dict(zip("абвгдеёжзіјкӏмнопԛрѕстуѵшхуүԁһԝɡьҽ", "abbrдeeжeijklmhonqpsctyvwxyydhwgbe", strict=True)),
        **dict(zip("αβγεηικνορτυχωϲϳϝ", "abyenikvoptuxwcjf", strict=True)),
        **dict(zip("ıɩȷɑɐɛǝəɪɴʀʏʟʜʙᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜱꓲϩ", "iijaaeeeinrylhbacdejkmoptuvwzsis", strict=True)),
        **dict(zip("ßøłđħŧæœðþ", ("ss", "o", "l", "d", "h", "t", "ae", "oe", "d", "th"), strict=True)),
    }
)


class UnusableText(Exception):
    """Text that cannot be a question; `code` names the error of the HTTP contract and its catalogue wording."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def clean(text: str) -> str:
    """Typed text in NFKC, without invisible or direction-changing characters, blanks single, lines kept.

    Raises:
        UnusableText: `question_unusable` (a NUL or half a surrogate pair), `question_too_long` (over 2,000
            characters, before or after normalising), `question_empty` (nothing visible is left).
    """
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise UnusableText("question_unusable")
    if len(text) > LONGEST_QUESTION:
        raise UnusableText("question_too_long")
    visible = "".join(_visible(character) for character in unicodedata.normalize("NFKC", text))
    lines = (_BLANKS.sub(" ", line).strip() for line in _INVISIBLE.sub("", visible).split("\n"))
    cleaned = "\n".join(line for line in lines if line)
    if len(cleaned) > LONGEST_QUESTION:
        raise UnusableText("question_too_long")
    if not cleaned:
        raise UnusableText("question_empty")
    return cleaned


def fold(text: str) -> str:
    """Text for comparing only: lower case, no accents, look-alike letters Latin, apostrophes inside words gone."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_LOOKALIKES)
    visible = "".join(c for c in unicodedata.normalize("NFKD", plain) if unicodedata.category(c) not in {"Mn", "Cf"})
    return _APOSTROPHES.sub("", _INVISIBLE.sub("", visible.translate(_LOOKALIKES)))


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    if category in {"Zl", "Zp"} or character == "\r":
        return "\n"
    return " " if category == "Cc" and character != "\n" else character
