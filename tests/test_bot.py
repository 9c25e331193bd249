"""The pipeline, end to end over small documents and a judge that can be worked out by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from bot.answer import Basis, Citation, Kind, ListedReference, Turn
from bot.bot import Bot, NotReady
from bot.caution import Caution
from bot.contacts import Contacts
from bot.evidence import Thresholds
from bot.lexicon import shipped
from bot.messages import Messages
from tests.clinic_bot import LEAFLET, MARKERLESS, bot_over, document
from tests.word_judge import WordJudge

BOT = bot_over(LEAFLET, MARKERLESS)
SOCIETY = 'Knee Society. "Exercise." (2020).'


def test_a_covered_question_is_answered_with_the_exact_sentence_and_its_own_reference() -> None:
    answer = BOT.answer("What strengthens the muscles around the knee?")
    quote = answer.quotes[0]
    assert answer.kind is Kind.ANSWERED
    assert quote.text == "Physiotherapy strengthens the muscles around the knee [1]."
    assert BOT.documents["knee"].text[quote.start : quote.end] == quote.text
    assert quote.citations == (Citation("1", SOCIETY, None, Basis.MARKER),)
    assert answer.references == (ListedReference("1", SOCIETY, None, "knee", Basis.MARKER),)


def test_a_marker_without_an_entry_cites_nothing() -> None:
    answer = BOT.answer("Does a steroid injection calm the swelling?")
    assert [citation.number for citation in answer.quotes[0].citations] == ["2"]


def test_references_of_a_document_without_markers_are_shown_as_listed() -> None:
    answer = BOT.answer("What causes heel pain, long standing?")
    assert answer.quotes[0].citations == ()
    assert [(entry.number, entry.basis) for entry in answer.references] == [("3", Basis.LISTED)]


def test_an_uncovered_question_gets_no_quote_and_its_topic_named() -> None:
    answer = BOT.answer("How much does surgery cost?")
    assert (answer.kind, answer.quotes, answer.passages, answer.references) == (Kind.NOT_COVERED, (), (), ())
    assert answer.missing_topic == "surgery cost"
    assert "cost" in (answer.message or "")
    assert 0 < len(answer.suggestions) <= 3


def test_a_half_covered_question_is_partial_and_says_so() -> None:
    answer = BOT.answer("muscles hips")
    assert answer.kind is Kind.PARTIAL
    assert answer.message == Messages.load().text("answer.partial")
    assert answer.quotes


def test_the_items_of_a_list_are_quoted_together_in_their_order() -> None:
    answer = BOT.answer("the nurse or doctor: skin cleans, numbs, injects")
    assert [quote.text[:2] for quote in answer.quotes] == sorted(quote.text[:2] for quote in answer.quotes)
    assert len(answer.quotes) > 1


@pytest.mark.parametrize(
    ("question", "kind"),
    [("hello", Kind.SMALLTALK), ("i want to end my life", Kind.URGENT), ("should i stop my tablets", Kind.PERSONAL)],
)
def test_fixed_answers_carry_no_passage_and_need_no_index(question: str, kind: Kind) -> None:
    for bot in (BOT, Bot(None, Messages.load(), Contacts())):
        answer = bot.answer(question)
        assert (answer.kind, answer.quotes, answer.passages, answer.references) == (kind, (), (), ())
        assert answer.message


@dataclass(frozen=True)
class Alarmist:
    """A second opinion that hears abuse in everything, or breaks."""

    broken: bool
    thresholds: Mapping[str, float] = field(
        default_factory=lambda: dict.fromkeys(("urgent", "personal", "smalltalk"), 0.4)
    )

    def shares(self, message: str) -> Sequence[Mapping[str, float]]:
        """All of it abuse."""
        if self.broken:
            raise RuntimeError(message)
        return ({name: float(name == "urgent:abuse") for name in shipped().likeness.classes},)


def test_a_second_opinion_is_heard_and_where_it_breaks_words_alone_decide() -> None:
    question = "What strengthens the muscles?"
    assert bot_over(LEAFLET, hearing=Alarmist(broken=False)).answer(question).kind is Kind.URGENT
    silent = bot_over(LEAFLET, hearing=Alarmist(broken=True))
    assert silent.answer(question).kind is Kind.ANSWERED
    assert silent.answer("i cant breathe").kind is Kind.URGENT


def test_without_an_index_a_question_for_the_documents_is_refused_by_name() -> None:
    with pytest.raises(NotReady, match="footnote index"):
        Bot(None, Messages.load(), Contacts()).answer("What strengthens the muscles?")


def test_eligibility_is_answered_in_general_after_the_fixed_words() -> None:
    answer = BOT.answer("Am I suitable for a steroid injection that calms the swelling for weeks?")
    assert answer.kind is Kind.PERSONAL
    assert answer.turn.kind is Kind.PERSONAL
    assert Messages.load().text("personal.general_passages") in (answer.message or "")
    assert answer.passages


def test_the_words_for_a_person_come_even_when_the_search_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> None:
        raise RuntimeError

    bot = bot_over()
    monkeypatch.setattr(bot, "find", broken)
    answer = bot.answer("Am I suitable for a steroid injection that calms the swelling for weeks?")
    assert (answer.kind, answer.quotes, answer.passages) == (Kind.PERSONAL, (), ())
    assert answer.message


def test_a_question_about_a_person_is_no_request_for_references_alone() -> None:
    answer = BOT.answer("what are your sources, am I suitable for a steroid injection")
    assert answer.kind is Kind.PERSONAL


def test_sources_are_listed_for_all_documents_for_a_topic_and_for_the_last_answer() -> None:
    def numbers(question: str, *history: Turn) -> list[tuple[str, Basis]]:
        answer = BOT.answer(question, history)
        assert answer.kind is Kind.SOURCES
        return [(entry.number, entry.basis) for entry in answer.references]

    everything = [("1", Basis.LISTED), ("2", Basis.LISTED), ("3", Basis.LISTED)]
    heel = BOT.answer("What causes heel pain, long standing?")
    assert numbers("What are your references?") == everything
    assert numbers("sources please", heel.turn) == [("3", Basis.LISTED)]
    assert numbers("show me the references about a steroid injection") == [("2", Basis.MARKER)]


def test_a_follow_up_is_understood_visibly_and_a_forged_history_is_ignored() -> None:
    first = BOT.answer("Does a steroid injection calm the swelling?")
    forged = Turn("x", "y", Kind.ANSWERED, ("knee:00000000", "nobody:1"))
    answer = BOT.answer("and physiotherapy?", (forged, first.turn))
    assert answer.understood_as
    assert answer.turn.question == "and physiotherapy?"


def test_what_leans_on_an_earlier_turn_must_be_more_certain_to_be_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def careful(_judge: WordJudge, caution: Caution) -> Thresholds:
        return Thresholds(1.0 if caution is Caution.CAREFUL else 0.6, 0.4)

    monkeypatch.setattr(WordJudge, "thresholds", careful)
    asked = "Does physiotherapy strengthen muscles daily?"
    assert (BOT.find(asked).kind, BOT.find(asked, wary=True).kind) == (Kind.ANSWERED, Kind.PARTIAL)


def test_asking_for_more_shows_other_passages_until_there_are_none() -> None:
    first = BOT.answer("Does a steroid injection calm the swelling?")
    more = BOT.answer("tell me more", (first.turn,))
    assert not {passage.id for passage in more.passages} & {passage.id for passage in first.passages}
    seen = Turn(first.turn.question, None, Kind.ANSWERED, tuple(BOT.passages))
    last = BOT.answer("tell me more", (seen,))
    assert last.kind is Kind.NOT_COVERED
    assert last.message == Messages.load().text("answer.no_more")


def test_the_receipt_and_the_turn_are_enough_to_repeat_the_answer() -> None:
    answer = BOT.answer("What strengthens the muscles around the knee?")
    assert answer.receipt.index == BOT.fingerprint
    assert answer.receipt.documents["knee"] == f"sha256:{document().sha256}"
    again = BOT.answer("What strengthens the muscles around the knee?")
    assert again == answer


def test_passages_come_best_first_with_link_and_review_date() -> None:
    answer = BOT.answer("What strengthens the muscles around the knee?")
    scores = [passage.score for passage in answer.passages]
    assert scores == sorted(scores, reverse=True)
    first = answer.passages[0]
    assert first.url == f"/documents/knee#{first.id.partition(':')[2]}"
    assert first.reviewed == "2026-10-01"
    assert BOT.documents["knee"].text[first.start : first.end] == first.text


def test_starter_questions_come_from_the_headings() -> None:
    assert BOT.suggestions() == (
        "What do the documents say about “The two treatments”?",
        "What do the documents say about “The steps of the injection”?",
        "What do the documents say about “Results”?",
    )


def test_two_questions_are_answered_together_and_the_part_without_an_answer_is_named() -> None:
    answer = BOT.answer("What strengthens the muscles around the knee? And how much does surgery cost?")
    assert answer.kind is Kind.PARTIAL
    assert [quote.text for quote in answer.quotes] == ["Physiotherapy strengthens the muscles around the knee [1]."]
    assert answer.missing_topic == "surgery cost"
    assert "surgery cost" in (answer.message or "")


def test_a_question_of_risk_is_told_what_the_document_leaves_out() -> None:
    answer = BOT.answer("Is it safe that a steroid injection calms the swelling for weeks?")
    assert answer.kind is Kind.ANSWERED
    assert answer.message == Messages.load().text(
        "answer.balance", missing="the risks, side effects, the evidence, who it is suitable for, other treatments"
    )
