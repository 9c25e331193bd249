"""The English cues of a conversation: what people say to open, switch, correct, ask for more, point and count.

Every pattern is linear: no repeated group begins with what it may end with.
"""

import re


def _any(*phrases: str) -> str:
    return f"(?:{'|'.join(phrases)})"


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


def _opening(*phrases: str) -> re.Pattern[str]:
    """Phrases that open a message, with the marks and blanks around them."""
    return _pattern(r"^\W*", _any(*phrases), r"(?![\w'])[\s,.:;!?–—-]*")


_KIND = "ones?|kinds?|types?|sorts?|options?|treatments?|medicines?|drugs?|methods?"
_THING = "therapy|procedure|operation|surgery|test|scan|medication|tablets?|pills?|injections?|drip|things?|stuff"
_PLACE = "step|stage|phase|item|point|row|exercise|of (?:these|those|them|the list)"

# What may stand before the question and adds nothing to it.
OPENER = _opening(
    *("o?k(?:ay)?", "right", "so", "and", "but", "well", "also", "then", "oh", "ah", "hmm+", "um+", "yes", "yeah"),
    *("thanks?", "thank you(?: very much)?", "cheers", "ta", "great", "good", "fine", "alright", "lovely", "cool"),
    *("hi", "hello", "hey", "sorry", "please", "interesting", "i see", "got it", "hang on"),
    "one more(?: thing| question)?",
)
SWITCH = _opening(
    r"(?:an? )?(?:completely |totally )?(?:different|another|new|separate|unrelated) "
    "(?:question|thing|topic|subject|matter)",
    "something (?:else|different)",
    "(?:switching|changing) (?:the )?(?:topic|subject)",
    "on (?:another|a different) (?:note|topic|subject)",
    "(?:let'?s )?change (?:of )?(?:the )?(?:topic|subject)",
    "forget (?:about )?that(?: for now)?",
    "now for something else",
)
CORRECTION = _opening(
    r"(?:no+[,.\s]*)?(?:wait[,.\s]*)?(?:sorry[,.\s]*)?"
    r"(?:i (?:meant?|was (?:thinking|asking|talking) (?:of|about)|did ?n[o']?t mean that)|i'm asking about)",
    r"no+[,.\s]+(?:wait[,.\s]+)?(?:sorry[,.\s]+)?(?:not (?:that|this|it)[,.\s]*)?",
    r"not (?:that|this|the (?:first|other)) one[,.\s]*(?:but)?",
)
ABOUT = _opening(
    *("(?:what|how) about", "what of", "(?:the )?same (?:question )?(?:for|with)", "(?:going |coming )?back to"),
    *("regarding", "as for", "with", "for", "in", "on", "of", "about"),
)
RETURN = _opening(
    "(?:(?:going|coming|let'?s go|can we go) )?back to", "returning to", "about (?:what|the) .{0,40} earlier"
)
MORE = _pattern(
    r"^\W*",
    _any(
        "(?:please |can you |could you )?(?:tell me|say|show me|give me|explain|read)(?: me)?(?: a (?:bit|little))?"
        " more(?: (?:about|on) (?:it|that|this|them))?",
        *("more(?: please| details?| info(?:rmation)?)?", "(?:any|some)thing (?:else|more)", "what else"),
        *("go on", "continue", "carry on", "(?:and )?is there (?:any(?:thing)? )?(?:more|else)"),
    ),
    r"\W*(?:please)?\W*$",
)
YES = _pattern(
    r"^(?=.*\w)\W*",
    _any("yes", "yeah", "yep", "yup", "sure", "ok(?:ay)?", "please(?: do)?", "exactly", "correct", "right", "go ahead")
    + "?",
    r"[\s,]*",
    _any("please", "that(?: one)?", "that's (?:it|right|the one)", "exactly", "go ahead", "do", "thanks?") + "?",
    r"\W*$",
)

# Words that point back; a name may stand in for each.
POSSESSIVE = _pattern(r"\b(its|their)\b(?= \w)")
POINTING = _pattern(rf"\b(?:that|this|those|these) (?:{_KIND}|{_THING})\b(?! of\b)")
_AFTER_THAT_WORD = _any(
    *("is", "was", "does", "do", "can", "could", "will", "would", "might", "should", "hurt", "work", "safe", "mean"),
    *("cause", "help", "last", "cost", "take", "happen", "really", "ever", "always", "also", "still"),
    *("for", "with", "to", "before", "after", "or", "and", "then"),
)
PRONOUN = _pattern(rf"\b(?:it|they|them|those|these|(?:that|this)(?=\W*$| {_AFTER_THAT_WORD}\b))(?=\W|$)")
# "is it safe to", "how long does it take to", "is it true": an "it" that points at nothing.
EMPTY_IT = _pattern(
    r"\bit ",
    _any(
        *("true", "possible", "normal", "ok", "okay", "safe", "alright", "all right", "necessary", "important", "that"),
        *("usual", "common", "worth", "likely", r"takes? (?:\w+ )?to", "be (?:ok|safe|possible)"),
    ),
    r"(?: \w+)?\b(?: to| that| for|$)|\b(?:when|if|how) it comes to\b",
)
DESCRIBED = _pattern(r"\b(?:the|that|those) (?P<hint>\w+(?: \w+)?) ones?\b")
OTHER = _pattern(
    rf"\b(?:(?:the |an?)?other (?:{_KIND}|way|path)|another (?:{_KIND}|way)|the other(?=\W*$)|the alternative)\b"
)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_COUNTED = _any(*ORDINALS, "last", "final", "next", "previous", "middle", r"\d{1,2}(?:st|nd|rd|th)")
# Alone, an ordinal counts in a list only where nothing follows that it could count instead: "the second week",
# "after the last methotrexate" and "should each of them last" point at no list.
_ALONE = _any(
    *("again", "please", "then", "for", "about", "mean", "to", "is", "are", "was", "does", "do", "did", "can", "will"),
    *("should", "in", "on", "per"),
)
ORDINAL = _pattern(
    rf"\b(?:(?:the |that )?(?:very )?(?P<place>{_COUNTED}) (?:{_KIND}|{_PLACE})s?\b"
    rf"|(?:^\W*|\b(?:the|that) )(?:very )?(?P<alone>{_COUNTED})(?=\W*$|\W+{_ALONE}\b))",
)
STEP_NUMBER = _pattern(
    r"\b(?:step|stage|phase|number|point|option) (?P<place>\d{1,2}|one|two|three|four|five)\b",
)
AFTER_THAT = _pattern(
    r"^\W*(?:(?:and )?(?:then|what|what's|whats) )?(?:(?:happens|comes|is) )?(?:after (?:that|this)|next|then what)\W*$"
)

QUESTION_WORD = _pattern(
    "^",
    _any(
        *("what", "what's", "whats", "which", "who", "who's", "whom", "whose", "when", "when's", "where", "where's"),
        *("why", "how", "how's", "is", "isn't", "are", "aren't", "was", "were", "do", "does", "don't", "doesn't"),
        *("did", "didn't", "can", "can't", "could", "couldn't", "will", "won't", "would", "wouldn't", "should"),
        *("shouldn't", "shall", "may", "might", "must", "has", "have", "had", "am"),
    ),
    r"\b",
)
DEFINED = _pattern(
    "^",
    _any(
        r"(?:what(?:'s| is| are|s)|who(?:'s| is| are)|tell me (?:more )?about|explain|what about|how about|define)"
        " (?:an? |the )?",
        "how (?:do|does) (?:the )?",
    ),
    r"(?P<name>[^?.!,;]+?)(?: work)?[?.!\s]*$",
)
