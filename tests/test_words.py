import pytest

from bot.conversation.words import content, hint, holds, stem, stems, words


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Don’t stop TB-drugs, please!", ("don't", "stop", "tb-drugs", "please")),
        ("3.5 mg/day?", ("3.5", "mg", "day")),
        (" …? ", ()),
    ],
)
def test_words_are_lower_case_and_keep_what_joins_them(text: str, wanted: tuple[str, ...]) -> None:
    assert words(text) == wanted


def test_content_leaves_out_what_every_question_has() -> None:
    assert content("What is the risk of a relapse, please?") == ("risk", "relapse")
    assert content("how long?") == ()


@pytest.mark.parametrize(
    ("word", "wanted"),
    [("relapses", "relapse"), ("therapies", "therapy"), ("virus", "virus"), ("diagnosis", "diagnosis"), ("gas", "gas")],
)
def test_a_stem_is_the_word_without_its_plural(word: str, wanted: str) -> None:
    assert (stem(word), stems((word,))) == (wanted, (wanted,))


@pytest.mark.parametrize(
    ("text", "phrase", "wanted"),
    [
        ("are stem cells safe", "Stem cell", True),
        ("a stem of cells", "stem cell", False),
        ("anything", "", False),
    ],
)
def test_a_phrase_is_held_only_in_one_piece(text: str, phrase: str, wanted: bool) -> None:
    assert holds(text, phrase) is wanted


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ("the transplant", "stem cell transplantation", 1 / 3),
        ("the belly one", "belly dialysis", 1 / 2),
        ("belly pain", "belly dialysis", 0.0),
        ("it", "belly dialysis", 0.0),
    ],
)
def test_a_hint_is_the_share_of_the_name_that_is_said(text: str, name: str, wanted: float) -> None:
    assert hint(text, name) == pytest.approx(wanted)
