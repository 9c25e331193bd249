"""Text from outside."""

import pytest

from bot.clean import LONGEST_QUESTION, UnusableText, clean, fold


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  is it   safe? ", "is it safe?"),
        ("one\r\ntwo\n\n\nthree", "one\ntwo\nthree"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("ze\u200bro wi\u00addth \u202eflip", "zero width flip"),
        ("tab\there", "tab here"),
        ("\u3164hangul filler", "hangul filler"),
        ("ﬁve", "five"),
        ("Ärzte sagen nein", "Ärzte sagen nein"),
    ],
)
def test_typed_text_comes_out_in_one_normal_form(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "question_empty"),
        (" \n\t ", "question_empty"),
        ("\u200b\u2060", "question_empty"),
        ("a\0b", "question_unusable"),
        ("\ud800", "question_unusable"),
        ("a" * (LONGEST_QUESTION + 1), "question_too_long"),
        ("\ufdfa" * 200, "question_too_long"),
    ],
)
def test_unusable_text_is_refused_with_its_code(typed: str, code: str) -> None:
    with pytest.raises(UnusableText) as refused:
        clean(typed)
    assert refused.value.code == code


def test_the_longest_question_is_accepted() -> None:
    assert clean("a" * LONGEST_QUESTION) == "a" * LONGEST_QUESTION


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("I CAN'T Breathe", "i cant breathe"),
        ("І саn’t brеаthе", "i cant breathe"),  # Cyrillic І, с, а, е
        ("ΚΙLL", "kill"),  # Greek
        ("ｋｉｌｌ", "kill"),
        ("fé\u200bver", "fever"),
    ],
)
def test_folding_makes_look_alikes_equal(typed: str, folded: str) -> None:
    assert fold(typed) == folded
