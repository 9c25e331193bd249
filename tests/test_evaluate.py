from collections.abc import Sequence
from itertools import count

import pytest

from bot.answer import Answer, Kind
from bot.evaluation.evaluate import UnusableQuestions, evaluate
from bot.evaluation.questions import Conversation, Label, Question
from bot.evaluation.report import Scope
from corpus.document import Document
from tests.scripted import ScriptedBot, answer, document, passage, quote

SPLINT = document("splint", "Wear it at night. Wash it in cold water.")
DROPS = document("drops", "Use one drop. Wait five minutes.")
QUESTIONS = (
    Question("s1", "splint", "when?", Label.ANSWERED, ("Wear it at night.",)),
    Question("s2", "splint", "hot wash?", Label.ANSWERED, ("Wash it in cold water.",)),
    Question("d1", "drops", "price?", Label.UNANSWERED),
    Question("o1", None, "weather?", Label.OFF_TOPIC),
    Question("o2", None, "football?", Label.OFF_TOPIC),
)
EVIDENCE = ("Wait five minutes.",)
SCRIPT: dict[str, Answer] = {
    "when?": answer(Kind.ANSWERED, [quote(SPLINT, "Wear it at night.")], [passage(SPLINT, SPLINT.text, 0.9)]),
    "hot wash?": answer(Kind.NOT_COVERED, probability=0.3),
    "price?": answer(Kind.ANSWERED, [quote(DROPS, "Use one drop.")], [passage(DROPS, DROPS.text, 0.6)]),
    "weather?": answer(Kind.NOT_COVERED, probability=0.1),
    "football?": answer(Kind.NOT_COVERED, probability=0.0),
    "hi": answer(Kind.SMALLTALK),
    "after the drop?": answer(Kind.NOT_COVERED),
    "and then?": answer(Kind.ANSWERED, [quote(DROPS, "Wait five minutes.")]),
}


class Clinic:
    """A factory that remembers which documents it was given, and the bots that it made."""

    def __init__(self) -> None:
        self.shelves: list[tuple[str, ...]] = []
        self.bots: list[ScriptedBot] = []

    def __call__(self, documents: Sequence[Document]) -> ScriptedBot:
        self.shelves.append(tuple(source.id for source in documents))
        self.bots.append(ScriptedBot(SCRIPT))
        return self.bots[-1]


def test_a_bot_with_known_answers_gets_exactly_its_figures() -> None:
    ticks = count()
    found = evaluate([SPLINT, DROPS], QUESTIONS, Clinic(), clock=lambda: next(ticks) / 10)
    values = {figure.name: figure.value for figure in found.figures}
    assert values == {
        "right_quote": 0.5,
        "first_right": 0.5,
        "right_in_three": 0.5,
        "evidence_shown": 0.5,
        "answered_refused": 0.5,
        "answered_as_partial": 0.0,
        "unanswered_answered": 1.0,
        "unanswered_partial": 0.0,
        "partial_right": None,
        "off_topic_quoted": 0.0,
        "wrong_subject": None,
        "partial_replies": 0.0,
        "auroc_unanswered": 0.5,
        "auroc_off_topic": 1.0,
        "false_at_90": 1.0,
        "false_at_80": 1.0,
        "false_at_70": 1.0,
        "words_quoted": 3.5,
        "calibration_error": pytest.approx((0.1 + 0.6) / 2),
        "latency_p50": pytest.approx(100.0),
        "latency_p95": pytest.approx(100.0),
    }
    assert (found.scope, found.documents, found.questions, found.turns) == (Scope.OWN, 2, 5, ())


def test_each_question_is_asked_of_its_own_document_and_the_others_are_dealt_out() -> None:
    clinic = Clinic()
    evaluate([SPLINT, DROPS], QUESTIONS, clinic)
    assert clinic.shelves == [("splint",), ("drops",)]
    assert [len(bot.histories) for bot in clinic.bots] == [3, 2]  # "football?", the fifth, goes to the first document


def test_on_request_one_bot_holds_the_whole_collection() -> None:
    clinic = Clinic()
    found = evaluate([SPLINT, DROPS], QUESTIONS, clinic, Scope.ALL)
    assert clinic.shelves == [("splint", "drops")]
    assert found.scope is Scope.ALL
    assert found.figures[0].value == 0.5


def test_a_conversation_carries_the_turns_that_the_bot_returned() -> None:
    turns = (
        Question("c.1", "drops", "hi", Label.SMALLTALK),
        Question("c.2", "drops", "price?", Label.UNANSWERED),
        Question(
            "c.3", "drops", "and then?", Label.ANSWERED, EVIDENCE, needs_context=True, standalone="after the drop?"
        ),
    )
    clinic = Clinic()
    found = evaluate([SPLINT, DROPS], (), clinic, conversations=[Conversation("c", "drops", turns)])
    assert clinic.bots[0].histories == [(), ("hi",), ("hi", "price?"), ()]
    assert {figure.name: (figure.value, figure.n) for figure in found.turns} == {
        "follow_up_right": (1.0, 1),
        "follow_up_stopped": (0.0, 1),
        "stand_alone_right": (None, 0),
        "follow_up_false": (None, 0),
        "smalltalk_recognised": (1.0, 1),
        "smalltalk_false": (0.0, 2),
        "rewritten_right": (0.0, 1),
        "rewritten_false": (None, 0),
    }
    assert (found.figures, found.questions, [failure.id for failure in found.failures]) == ((), 0, ["c.2"])


def test_only_the_last_six_turns_are_handed_back() -> None:
    clinic = Clinic()
    turns = tuple(Question(f"c.{number}", "drops", "hi", Label.SMALLTALK) for number in range(9))
    evaluate([DROPS], (), clinic, conversations=[Conversation("c", "drops", turns)])
    assert [len(history) for history in clinic.bots[0].histories] == [0, 1, 2, 3, 4, 5, 6, 6, 6]


def test_progress_is_told_after_every_question() -> None:
    told: list[tuple[int, int]] = []
    evaluate([SPLINT, DROPS], QUESTIONS, Clinic(), progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_a_question_without_a_document_is_asked_of_the_only_one() -> None:
    questions = [Question("s1", None, "when?", Label.ANSWERED, ("Wear it at night.",))]
    assert evaluate([SPLINT], questions, Clinic()).figures[0].value == 1.0


@pytest.mark.parametrize("name", ["gloves", None])
def test_a_question_about_a_document_that_is_not_there_is_named(name: str | None) -> None:
    questions = [Question("s1", name, "when?", Label.ANSWERED, ("Wear it at night.",))]
    with pytest.raises(UnusableQuestions, match=f"'s1': wanted the document {name!r}, found splint, drops; name the"):
        evaluate([SPLINT, DROPS], questions, Clinic())


def test_nothing_to_ask_is_an_error_not_an_empty_report() -> None:
    with pytest.raises(UnusableQuestions, match="wanted documents and questions, found 1 and 0; check both paths"):
        evaluate([SPLINT], (), Clinic())
    with pytest.raises(UnusableQuestions, match="found 0 and 5"):
        evaluate([], QUESTIONS, Clinic())


def test_questions_are_cleaned_as_at_the_door() -> None:
    questions = [Question("s1", "splint", "  whe\u200bn?  ", Label.ANSWERED, ("Wear it at night.",))]
    assert evaluate([SPLINT], questions, Clinic()).figures[0].value == 1.0


def test_a_question_that_nobody_could_ask_is_named() -> None:
    with pytest.raises(
        UnusableQuestions, match="'o9': wanted a text that can be asked, found question_unusable; mend it"
    ):
        evaluate([SPLINT], [Question("o9", None, "a\0b", Label.OFF_TOPIC)], Clinic())
