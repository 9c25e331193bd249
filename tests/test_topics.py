"""The coverage card shows the sentences that hold a topic's cue words."""

from pathlib import Path

import pytest

from corpus.document import Document
from corpus.reader import read_document, read_text
from corpus.topics import Topic, coverage

SEED = Path(__file__).parents[2] / "shared" / "seed-article.txt"


def covered(document: Document) -> set[Topic]:
    return {line.topic for line in coverage(document) if line.covered}


@pytest.mark.parametrize(
    ("sentence", "topics"),
    [
        ("It works by slowing nerves.", {Topic.MECHANISM}),
        ("Cells are collected from your blood.", {Topic.STEPS}),
        ("A trial showed it.", {Topic.EVIDENCE}),
        ("It holds for five years.", {Topic.DURATION}),
        ("There is a risk.", {Topic.RISKS}),
        ("Nausea is common.", {Topic.SIDE_EFFECTS}),
        ("It is not suitable for all.", {Topic.ELIGIBILITY}),
        ("You pay £40.", {Topic.COST}),
        ("An alternative exists.", {Topic.ALTERNATIVES}),
        ("Ask if you are PREGNANT.", {Topic.PREGNANCY}),
        ("You recover at home.", {Topic.RECOVERY}),
        ("It is safe.", set()),
        ("The asterisk stays.", set()),
    ],
)
def test_a_cue_word_covers_its_topic(sentence: str, topics: set[Topic]) -> None:
    assert covered(read_text(sentence, Path("card.txt"))) == topics


def test_the_card_has_a_line_for_each_topic_and_names_the_sentences() -> None:
    document = read_text("We are kind. There is a risk. It can harm.", Path("card.txt"))
    card = coverage(document)
    assert [line.topic for line in card] == list(Topic)
    risks = next(line for line in card if line.topic is Topic.RISKS)
    assert [document.text[s.start : s.end] for s in risks.sentences] == ["There is a risk.", "It can harm."]


def test_headings_and_references_are_no_sentences_of_the_card() -> None:
    text = "Risks\nWe are kind.\n\nReferences\n[1] Side effects of treatment, 2022.\n"
    assert covered(read_text(text, Path("card.txt"))) == set()


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not here")
def test_the_seed_article_is_silent_on_what_patients_fear() -> None:
    missing = {Topic.RISKS, Topic.SIDE_EFFECTS, Topic.COST, Topic.PREGNANCY, Topic.RECOVERY}
    assert set(Topic) - covered(read_document(SEED)) == missing
