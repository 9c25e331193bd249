"""Sentence spans: exact, complete, and broken where a reader would break."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.sentences import split_sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "sentences",
    [
        ["It worsens disability .", "Long-term studies exist .", "This helps."],
        ["Take 5.5 mg, e.g. in the morning.", "Dr. Smith and Ms. Jones agree."],
        ["It was used.4,5", "It helps.3", "We go on."],
        ["AJMC shows a benefit (Feb 12, 2024).", "Next."],
        ["“No evidence.”", "He said “stop” [2].", "And more.[3]", "Next one.", "It lasts. [1, 4]", "The end"],
        ["Many stay well.¹²", "It works²."],
        ["But could it “reset” the immune system?", "Yes!", "We hope so…", "Perhaps."],
        ["People with MS.", "The next one.", "MSCs work.", "aHSCT is a procedure.", "mRNA helps."],
        ["No.", "Studies found that it does not help."],
        ["See Fig. 3.", "See No. 4 Main St.", "It is approx. 5 mg."],
        [
            "Rest 10 min.",
            "Then go.",
            "We close at 5 p.m.",
            "We open at 9 a.m. on Monday.",
            "Milk, eggs, etc.",
            "Then more.",
        ],
        ["Take vitamin D.", "It helps.", "We test for hepatitis B and C.", "J. Smith wrote it."],
        ["Visit www.nhs.uk.", "Write to ms@clinic.example.", "End."],
        ["He asked “Why?” and left.", "(It is so.)", "This (see Dr. No. It is long) ends."],
        ["Compare aHSCT vs. Lemtrada, pp. 4-5, i.e. Both."],
        ["Last year 412 people wrote; 97 complained.", "UVA passes glass; UVB does not."],
        ["The dose is 1.5 mg.", "2 tablets daily."],
        ["It ends here.\nThe next line\ngoes on."],
        ["See [the trial](https://a.example/x?y=1.2).", "**Bold.**", "Then.", "**Bold** start.", "*Dr. No* came."],
    ],
)
def test_sentences_end_where_a_reader_would_end_them(sentences: list[str]) -> None:
    text = " ".join(sentences)
    expected = sentences if "\n" not in text else ["It ends here.", "The next line\ngoes on."]
    assert split(text) == expected


def test_offsets_count_from_the_start_of_the_whole_text() -> None:
    assert split_sentences("# Head\n One. Two.  \n", 6, 20) == ((8, 12), (13, 17))


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_blank_text_has_no_sentence(text: str) -> None:
    assert split(text) == []


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from('aZé1 .,;:!?()[]“”"’¹2\n\t\u00a0中\U0001f600-–|e.gDr')) | st.text())
def test_nothing_but_blanks_lies_outside_the_spans_and_each_is_trimmed(text: str) -> None:
    position = 0
    for start, end in split_sentences(text, 0, len(text)):
        assert text[position:start].strip() == ""
        assert text[start:end] == text[start:end].strip() != ""
        position = end
    assert text[position:].strip() == ""


@pytest.mark.parametrize(
    "unit",
    [
        "A plain sentence here. ",
        "word ",
        "a",
        "a.",
        "(",
        "[1] ",
        "“",
        ".",
        "a@",
        "http://",
        "e.g. ",
        "1,",
        "¹",
        ". )",
        "a\n",
    ],
)
def test_time_is_linear_in_the_length_whatever_the_text(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    began = time.process_time()
    split_sentences(text, 0, len(text))
    assert time.process_time() - began < 5  # seconds; about 0.3 alone, and a quadratic splitter takes minutes
