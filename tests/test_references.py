"""The reference list and its markers keep the numbers that the author printed."""

import pytest

from corpus.document import Reference
from corpus.references import Numbering, citations, entry_number, is_reference_heading, numbering, read_reference

LISTED = Numbering(frozenset({"1", "2", "4", "5", "12"}), bracketed=False)


def cited(sentence: str, known: Numbering = LISTED) -> tuple[str, ...]:
    return citations(sentence, 0, len(sentence), known)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It helps [2].", ("2",)),
        ("It helps.[2]", ("2",)),
        ("It helps [1, 4] and [4;5].", ("1", "4", "5")),
        ("It helps [1-3] or [4–5].", ("1", "2", "3", "4", "5")),
        ("It helps [^2].", ("2",)),
        ("No entry has it [9].", ("9",)),
        ("It helps.¹", ("1",)),
        ("It helps.¹²", ("12",)),
        ("It helps²⁵.", ("2", "5")),
        ("It helps⁴,⁵.", ("4", "5")),
        ("It helps (2).", ("2",)),
        ("It helps (1, 4).", ("1", "4")),
        ("It was used.4,5", ("4", "5")),
        ("“It was used.”4", ("4",)),
        ("No marker here.", ()),
    ],
)
def test_every_form_of_marker_is_read(sentence: str, expected: tuple[str, ...]) -> None:
    assert cited(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "See [2](https://a.example) and [the trial](https://a.example).",
        "It began in [2020].",
        "An area of 5 m² or 3 cm³ or 10⁹ cells.",
        "It lasts (7).",  # no such entry
        "It takes (2) two steps.",  # in the middle of a clause
        "The dose is 1.5 mg.",
        "It was used.7",  # no such entry
        "Values of 5.5",
    ],
)
def test_what_only_looks_like_a_marker_is_none(sentence: str) -> None:
    assert cited(sentence) == ()


def test_a_parenthesis_is_no_marker_where_the_author_uses_brackets() -> None:
    assert cited("It helps (2).", Numbering(LISTED.listed, bracketed=True)) == ()


def test_a_superscript_without_any_entry_is_one_number() -> None:
    assert cited("It helps.¹²", Numbering(frozenset(), bracketed=False)) == ("12",)


def test_numbering_reads_the_style_from_entries_and_body() -> None:
    reference = Reference("2", "AJMC.", None, 0, 9)
    assert numbering([reference], ["It helps [2]."]) == Numbering(frozenset({"2"}), bracketed=True)
    assert numbering([reference], ["It helps (2)."]) == Numbering(frozenset({"2"}), bracketed=False)


@pytest.mark.parametrize(
    ("entry", "number"),
    [
        ("[5] MSIF.", "5"),
        ("[^5]: MSIF.", "5"),
        ("5. MSIF.", "5"),
        ("5) MSIF.", "5"),
        ("(5) MSIF.", "5"),
        ("⁵ MSIF.", "5"),
        ("5 MSIF.", "5"),
        ("MSIF. 5", None),
        ("- MSIF.", None),
        ("2024", None),
    ],
)
def test_an_entry_begins_with_its_number(entry: str, number: str | None) -> None:
    assert entry_number(entry) == number


def test_an_entry_keeps_its_words_as_one_line_and_its_address() -> None:
    text = "x\n[6] Cells4Life. “Results.”\n    (Oct 24, 2024). https://cells4life.example/trial.\n"
    assert read_reference(text, 2, len(text) - 1) == Reference(
        "6",
        "Cells4Life. “Results.” (Oct 24, 2024). https://cells4life.example/trial.",
        "https://cells4life.example/trial",
        2,
        len(text) - 1,
    )


def test_a_markdown_link_in_an_entry_becomes_words_and_address() -> None:
    text = "1. AJMC. [Transplants (HSCT)](https://ajmc.example/a). 2024."
    assert read_reference(text, 0, len(text)) == Reference(
        "1", "AJMC. Transplants (HSCT). 2024.", "https://ajmc.example/a", 0, len(text)
    )


def test_a_line_without_number_is_no_entry() -> None:
    assert read_reference("National MS Society.", 0, 20) is None


@pytest.mark.parametrize(
    "line", ["References", "REFERENCES:", "## Sources", "**Bibliography**", "References and further reading"]
)
def test_the_heading_of_a_list_is_known(line: str) -> None:
    assert is_reference_heading(line)


@pytest.mark.parametrize("line", ["Sources of iron", "See the references", "Referrals", ""])
def test_other_headings_are_not_taken_for_one(line: str) -> None:
    assert not is_reference_heading(line)
