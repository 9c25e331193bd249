from pathlib import Path

import pytest
from talk import DIALYSIS

from bot.conversation.terms import Term, TermKind, label, long_form, terms_of
from corpus.reader import read_text


def named(text: str, kind: TermKind) -> list[tuple[str, ...]]:
    return [term.names for term in terms_of(read_text(text, Path("leaflet.txt"))) if term.kind is kind]


@pytest.mark.parametrize(
    ("short", "before", "wanted"),
    [
        ("PRP", "We inject platelet rich plasma ", "platelet rich plasma"),
        ("CGM", "continuous glucose monitoring ", "continuous glucose monitoring"),
        ("MSCs", "Another path: mesenchymal stem cells ", "mesenchymal stem cells"),
        ("HD", "Haemodialysis ", "Haemodialysis"),
        ("DVT", "a clot called deep-vein thrombosis ", "deep-vein thrombosis"),
        ("NHS", "the big hospital ", None),
        ("see", "for details ", None),
        ("X", "an X-ray ", None),
    ],
)
def test_an_abbreviation_is_spelt_out_by_the_words_before_it(short: str, before: str, wanted: str | None) -> None:
    assert long_form(short, before) == wanted


def test_an_abbreviation_may_stand_before_its_long_form() -> None:
    assert named("Scans\nMRI (magnetic resonance imaging) makes a picture.\n", TermKind.ABBREVIATION) == [
        ("MRI", "magnetic resonance imaging")
    ]


def test_the_clinics_synonyms_come_first_and_the_document_repeats_none() -> None:
    terms = terms_of(read_text(DIALYSIS, Path("leaflet.txt")))
    assert terms[0] == Term(("peritoneal dialysis", "belly dialysis", "PD"), "dialysis", TermKind.SYNONYM)
    assert [term.names[0] for term in terms].count("peritoneal dialysis") == 1


def test_headings_steps_and_rows_are_terms_and_those_of_one_list_are_siblings() -> None:
    terms = terms_of(read_text(DIALYSIS, Path("leaflet.txt")))
    steps = [term for term in terms if term.names[0] in {"Washing", "Draining", "Filling"}]
    assert [term.names for term in steps] == [("Washing",), ("Draining",), ("Filling",)]
    assert len({term.group for term in steps}) == 1
    assert ("Swimming",) in named(DIALYSIS, TermKind.HEADING)


def test_a_capitalised_phrase_inside_a_sentence_is_a_term() -> None:
    assert named("Help\nYou may ring the Kidney Care Line at night.\n", TermKind.PHRASE) == [("Kidney Care Line",)]


@pytest.mark.parametrize(
    ("listed", "wanted"),
    [
        ("| Travel | A taxi |", "Travel"),
        ("| | Bags |", "Bags"),
        ("2. Draining: let it run.", "Draining"),
        ("- Keep dry;", "Keep dry"),
        ("| | |", ""),
    ],
)
def test_a_label_is_the_first_cell_or_the_words_before_a_colon(listed: str, wanted: str) -> None:
    assert label(listed) == wanted


def test_a_term_is_named_by_any_of_its_forms_in_singular_or_plural() -> None:
    term = Term(("MSC", "mesenchymal stem cell"), "cells", TermKind.ABBREVIATION)
    assert term.named_in("what do Mesenchymal Stem Cells do?") == "mesenchymal stem cell"
    assert term.named_in("are MSCs safe") == "MSC"
    assert term.named_in("are stem cells safe") is None
