"""An answer laid out for reading."""

from dataclasses import replace

from bot.answer import Basis, Kind, Quote
from corpus.document import SentenceKind
from tests.clinic import CITED, LISTED_ONLY, PASSAGES, QUOTE, STEPS, answer_of, shown
from web.reading import Line, Piece, passage_lines
from web.reply import Found, Reply, reply

KNOWN = {each.id: each for each in PASSAGES}


def test_quotes_stand_with_their_passage_and_untied_references_apart() -> None:
    answer = answer_of(Kind.ANSWERED, "what?")
    found = Found(
        passage=answer.passages[0],
        said=((Line(SentenceKind.PROSE, (), ((Piece(QUOTE.text, marked=False),),)),),),
        place=passage_lines(PASSAGES[0], [(QUOTE.start, QUOTE.end)]),
        sources=(CITED,),
        address="/documents/kit?start=0&end=46#aaaa0001",
    )
    assert reply(answer, KNOWN) == Reply(answer, (found,), (), (LISTED_ONLY,))


def test_quoted_list_items_are_one_list_in_the_documents_order() -> None:
    quotes = tuple(
        Quote(PASSAGES[1].sentence_text(step), PASSAGES[1].id, "kit", step.start, step.end) for step in reversed(STEPS)
    )
    answer = replace(answer_of(Kind.ANSWERED, "steps?"), quotes=quotes, passages=(shown(PASSAGES[1]),))
    ((group,),) = (found.said for found in reply(answer, KNOWN).found)
    assert [line.cells[0][0].text for line in group] == ["1. Open the box.", "2. Read the leaflet."]
    assert {line.kind for line in group} == {SentenceKind.ITEM}


def test_a_citation_that_the_document_only_lists_is_not_shown_as_the_quotes_own() -> None:
    quote = replace(QUOTE, citations=(replace(CITED, basis=Basis.LISTED),))
    answer = replace(answer_of(Kind.ANSWERED, "what?"), quotes=(quote,))
    laid = reply(answer, KNOWN)
    assert laid.found[0].sources == ()
    assert [entry.number for entry in laid.listed] == ["2", "5"]


def test_a_passage_without_a_quote_comes_apart() -> None:
    answer = replace(answer_of(Kind.PERSONAL, "me?"), passages=(shown(PASSAGES[2]),))
    laid = reply(answer, KNOWN)
    assert (laid.found, [each.passage.id for each in laid.more]) == ((), ["kit:aaaa0003"])


def test_a_passage_of_an_older_index_is_still_shown_whole() -> None:
    laid = reply(answer_of(Kind.ANSWERED, "what?"), {})
    assert "".join(piece.text for piece in laid.found[0].place[0][0].cells[0]) == PASSAGES[0].text
