"""Urgent, personal or smalltalk, before anything is searched."""

import pytest

from bot.answer import Kind
from bot.triage import Triage, triage

PLAIN = [
    ("i want to die", Triage(Kind.URGENT, "self_harm")),
    ("ive taken 20 paracetamol", Triage(Kind.URGENT, "overdose")),
    ("my husband hits me", Triage(Kind.URGENT, "abuse")),
    ("i cant breathe", Triage(Kind.URGENT, "emergency")),
    ("my temp is 38.4 since the transplant", Triage(Kind.URGENT, "infection")),
    ("should i stop my tablets", Triage(Kind.PERSONAL, "medicines")),
    ("am i eligible", Triage(Kind.PERSONAL, "eligibility")),
    ("is this a relapse", Triage(Kind.PERSONAL, "diagnosis")),
    ("how long have i got", Triage(Kind.PERSONAL, "prognosis")),
    ("hello", Triage(Kind.SMALLTALK, "greeting")),
    ("what are the three steps?", None),
    ("is fever common after the transplant?", None),
]


@pytest.mark.parametrize(("question", "verdict"), PLAIN)
def test_a_plain_message_gets_its_category(question: str, verdict: Triage | None) -> None:
    assert triage(question) == verdict


def test_general_passages_may_follow_eligibility_and_prognosis_only() -> None:
    allowed = {v.category for _, v in PLAIN if v and v.may_show_passages}
    assert allowed == {"eligibility", "prognosis"}
