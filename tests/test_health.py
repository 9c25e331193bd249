"""The reference-health report says what is wrong and guesses nothing."""

from pathlib import Path

import pytest

from corpus.health import Health, Place, report
from corpus.reader import read_document, read_text

SEED = Path(__file__).parents[2] / "shared" / "seed-article.txt"

SICK = """# Infusions

Some people improve [1, 3]. Others do not .
Results last for years [7].

- One item cites [3].

## References

1. Register report, 2022. https://register.example/2022
3. A talk without a year.
3. The same number again (2021).
5. Never cited, 2019. https://five.example
"""


def test_a_sick_list_is_reported_in_full() -> None:
    assert report(read_text(SICK, Path("sick.md"))) == Health(
        document_id="sick",
        entries=("1", "3", "3", "5"),
        gaps=("2", "4"),
        repeated=("3",),
        dangling=(Place(4, "[7]"),),
        uncited=("5",),
        lost=(Place(3, "Others do not ."),),
        without_link=("3", "3"),
        without_date=("3",),
    )


def test_a_document_without_references_has_nothing_to_report() -> None:
    assert report(read_text("It helps.", Path("plain.txt"))) == Health("plain", (), (), (), (), (), (), (), ())


def test_a_sound_document_has_entries_and_no_finding() -> None:
    text = "It helps [1].\n\nReferences\n[1] Report, 2022. https://a.example\n"
    assert report(read_text(text, Path("sound.txt"))) == Health("sound", ("1",), (), (), (), (), (), (), ())


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_are_counted_with_every_line_ending(ending: str) -> None:
    text = ending.join(["Fine.", "", "It helps .", "It cites [2]."])
    health = report(read_text(text, Path("lines.txt")))
    assert (health.lost, health.dangling) == ((Place(3, "It helps ."),), (Place(4, "[2]"),))


@pytest.mark.parametrize("words", ["We wait ... and see.", "It costs .5 more.", "It ends.", "See a .txt file."])
def test_other_dots_after_a_blank_are_not_lost_markers(words: str) -> None:
    assert report(read_text(words, Path("dots.txt"))).lost == ()


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not here")
def test_the_seed_article_lost_five_markers_and_has_two_gaps() -> None:
    assert report(read_document(SEED)) == Health(
        document_id="seed-article",
        entries=("1", "2", "5", "6"),
        gaps=("3", "4"),
        repeated=(),
        dangling=(),
        uncited=("1", "2", "5", "6"),
        lost=(
            Place(13, "attacking the nervous system ."),
            Place(19, "no worsening of disability ."),
            Place(20, "five years or more ."),
            Place(23, "in the nervous system ."),
            Place(23, "progressive forms of MS ."),
        ),
        without_link=("1", "2", "5", "6"),
        without_date=("1",),
    )
