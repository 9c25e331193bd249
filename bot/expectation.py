"""What sort of thing a question asks for, and whether a text holds anything of that sort.

The expected answer type of question answering (Li and Roth 2002), cut to what patients ask. A passage on the right
subject that holds no amount of time does not answer "how long?". The cues only inform the judge's calibration, which
learnt from labelled questions how much each is worth; none of them decides alone.
"""

import re
from enum import StrEnum


class Expectation(StrEnum):
    """A sort of answer that a question can ask for."""

    COST = "cost"
    DURATION = "duration"
    NUMBER = "number"
    RISK = "risk"
    ELIGIBILITY = "eligibility"
    FAMILY = "family"
    PLACE = "place"
    CONTACT = "contact"
    REASON = "reason"
    DAILY_LIFE = "daily life"
    APPROVAL = "approval"


# Whole words, or beginnings of words (with *), in a question that asks for the sort.
_ASKED = {
    Expectation.COST: "cost*|price*|pay|pays|paying|payment*|paid|afford*|expensive|cheap*|insur*|fee|fees|money|"
    "charge|charged|charges|quid|bucks|savings|fund*|free|refund*|bill|bills|pricey|[£$€]",
    Expectation.DURATION: r"how (?:long|soon|quick*|fast|often|frequent*)|how many (?:minutes|hours|days|nights|weeks|"
    r"months|years)|when (?:can|will|do|does|should|is|are)|last|lasts|lasting|permanent*|forever|for good|for life|"
    "duration|timeline|wear off|wears off|minutes|hours|days|weeks|months|years|one.?off|recovery time|waiting time",
    Expectation.NUMBER: "how (?:many|much|high|low|big|likely|old|far|large|common|deep)|percent*|%|rate|rates|odds|"
    "chance*|probability|number|dose|dosage|mg|statistic*|figure|figures|what age|age limit|proportion",
    Expectation.RISK: "safe*|risk*|danger*|side.?effect*|harm*|complication*|go wrong|goes wrong|catch|downside*|"
    "drawback*|worse|kill*|die|dies|dying|death*|fatal|infection*|hurt*|pain*|sore|infertil*|cancer*",
    Expectation.ELIGIBILITY: "eligib*|qualify|who can|who gets|who is it for|who should|who cant|who can't|suitable|"
    "allowed|candidate*|am i|too old|too young|age limit|criteria|for me|for everyone|for anyone|for children|for kids",
    Expectation.FAMILY: "pregnan*|baby|babies|breast.?feed*|fertil*|kids|conceiv*|period|periods|contracepti*|the pill|"
    "nursing|sperm|eggs?",
    Expectation.PLACE: "where|which (?:hospital|clinic|country|countries|city)|near me|abroad|available",
    Expectation.CONTACT: "phone|number|ring|call|fone|email|contact|who do i|address|website|speak to",
    Expectation.REASON: "why|how come|reason*|cause|causes|caused|what makes|what's behind|whats behind",
    Expectation.DAILY_LIFE: "alcohol|drink*|beer|wine|booze|drive|driving|car|work|job|sport*|gym|exercis*|run|swim*|"
    "bath|shower|sex|fly*|holiday*|travel*|diet|eat|food|vaccin*|jab|jabs|smok*|hair|sleep*|school|pets?|dog|cat",
    Expectation.APPROVAL: "approv*|licen[cs]*|legal|fda|ema|regulat*|official*",
}
_TIMES = r"seconds?|minutes?|mins?|hours?|days?|nights?|weeks?|months?|years?|fortnight|decades?"
_HELD = {
    Expectation.COST: "cost*|price*|pay*|paid|insur*|fee|fees|fund*|free|charge*|refund*|bill*|invoice*|[£$€]",
    Expectation.DURATION: rf"{_TIMES}|daily|weekly|monthly|yearly|overnight|long-term|lasting|soon|permanent*|lifelong|"
    "life-long|for life|morning|evening|at once|straight away",
    Expectation.NUMBER: r"\d*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    "forty|fifty|sixty|ninety|hundred*|thousand*|million*|half|third*|quarter*|per cent|percent|once|twice",
    Expectation.RISK: "safe*|risk*|danger*|side.?effect*|harm*|complication*|worse|die|dies|death*|fatal|infection*|"
    "hurt*|pain*|sore*|uncomfortable|discomfort|bleed*|nausea|rash*|bruis*|serious|infertil*|cancer*",
    Expectation.ELIGIBILITY: "eligib*|suit*|criteria|aged?|older|younger|adults?|children|must not|only for|only if|"
    "particularly|people who|people with|those who|those with|cannot have|not for",
    Expectation.FAMILY: "pregnan*|baby|babies|breast.?feed*|fertil*|conceiv*|contracepti*|womb|birth|sperm|eggs?",
    Expectation.PLACE: "hospital*|clinic*|centre*|center*|unit|ward|room|floor|abroad|country|countries|online|at home|"
    "reception|desk",
    Expectation.CONTACT: r"phone*|ring|call*|email*|contact*|nurse*|line|\d\d\d\d*|website|desk",
    Expectation.REASON: "because|so that|to avoid|to prevent|to make|to keep|to stop|to help|due to|cause*|reason*|"
    "since|which is why|therefore",
    Expectation.APPROVAL: "approv*|licen[cs]*|legal|regulat*|recommend*",
}
_STEM = 4  # letters by which "swimming" meets "swim"


def _pattern(cues: str) -> re.Pattern[str]:
    words = cues.replace("*", r"\w*")
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


_QUESTION = {sort: _pattern(cues) for sort, cues in _ASKED.items()}
_TEXT = {sort: _pattern(cues) for sort, cues in _HELD.items()}


def asked(question: str) -> frozenset[Expectation]:
    """The sorts of answer that the question's words ask for; often none."""
    return frozenset(sort for sort, pattern in _QUESTION.items() if pattern.search(question))


def held(sort: Expectation, question: str, text: str) -> bool:
    """Whether the text holds anything of the sort. For daily life: one of the very things that the question names."""
    if sort is not Expectation.DAILY_LIFE:
        return bool(_TEXT[sort].search(text))
    named = {match.casefold()[:_STEM] for match in _QUESTION[sort].findall(question)}
    return any(word.casefold()[:_STEM] in named for word in re.findall(r"\w+", text))


def row(question: str, text: str) -> tuple[float, ...]:
    """For each `Expectation` in order two features: asked and held, asked and not held; each 0 or 1."""
    sorts = asked(question)
    features: list[float] = []
    for sort in Expectation:
        found = sort in sorts and held(sort, question, text)
        features += (float(found), float(sort in sorts and not found))
    return tuple(features)


COLUMNS = 2 * len(Expectation)
"""Length of a `row`."""
