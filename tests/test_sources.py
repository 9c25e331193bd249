"""Questions for the references themselves."""

import pytest

from bot.sources import SourcesQuestion, sources_question


@pytest.mark.parametrize(
    "question",
    [
        "What are your references?",
        "what are the sources",
        "sources please",
        "References",
        "where does this information come from?",
        "who says so",
        "says who?",
        "ok, according to whom?",
        "can I see your sources?",
        "is there a reference list",
        "so what is this based on",
        "which references do you use",
        "ok, show me the citations for this",
    ],
)
def test_asking_for_references_is_seen(question: str) -> None:
    assert sources_question(question) == SourcesQuestion(None)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("What are your sources for the five year remission?", "the five year remission"),
        ("show me the references about MSCs", "mscs"),
    ],
)
def test_the_subject_that_they_are_wanted_for_is_named(question: str, topic: str) -> None:
    assert sources_question(question) == SourcesQuestion(topic)


@pytest.mark.parametrize(
    "question",
    [
        "what is a source of infection after the transplant?",
        "where do the stem cells come from?",
        "ALT is double the reference range. Should the caller discontinue?",
        "citation length of therapy two years",
        "who is it for?",
        "What does the study show?",
        "",
    ],
)
def test_other_questions_are_left_to_the_search(question: str) -> None:
    assert sources_question(question) is None


def test_a_story_that_mentions_a_source_is_no_request_for_references() -> None:
    assert sources_question("what are the sources " + "of all the trouble that I have had " * 3) is None
