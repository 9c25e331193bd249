"""Which sentences are quoted, and the references under them."""

from dataclasses import replace

from bot.answer import Basis, Citation, ListedReference, Quote
from bot.evidence import Judgement
from bot.quoting import LIST_QUOTES, QUOTES, WORDS, choose, quotes, references
from corpus.document import Document, Passage, Reference, Sentence, SentenceKind
from index.search import Hit

ENTRIES = (Reference("2", "Second.", None, 90, 97), Reference("5", "Fifth.", "https://example.org", 98, 104))


def passage(
    name: str, *texts: str, kind: SentenceKind = SentenceKind.PROSE, citations: tuple[str, ...] = ()
) -> Passage:
    spans, start = [], 0
    for text in texts:
        spans.append(Sentence(start, start + len(text), kind, citations))
        start += len(text) + 1
    whole = " ".join(texts)
    return Passage(f"{name}:1", name, name, (), 0, len(whole), whole, tuple(spans))


def judged(made: Passage, *probabilities: float) -> Judgement:
    return Judgement(Hit(made, 0.5, probabilities), max(probabilities), probabilities)


def texts(*judgements: Judgement) -> list[str]:
    return [choice.text for choice in choose(judgements)]


def test_the_best_sentence_of_all_passages_comes_first() -> None:
    one, other = passage("a", "First.", "Second."), passage("b", "Third.")
    assert texts(judged(one, 0.1, 0.5), judged(other, 0.9)) == ["Third.", "Second."]


def test_sentences_far_below_the_best_one_are_left_out() -> None:
    assert texts(judged(passage("a", "First.", "Second."), 0.9, 0.1)) == ["First."]


def test_no_more_is_quoted_than_a_person_reads() -> None:
    many = passage("a", *(f"Sentence {n}." for n in range(6)))
    assert len(texts(judged(many, *(0.9,) * 6))) == QUOTES
    long = passage("b", "word " * (WORDS - 1) + "end.", "word " * 9 + "end.", "Short.")
    assert texts(judged(long, 0.9, 0.8, 0.7)) == [long.sentence_text(long.sentences[0])]


def test_the_items_of_a_list_are_quoted_together_in_its_order_up_to_a_limit() -> None:
    items = [f"{n}. item" for n in range(1, LIST_QUOTES + 3)]
    steps = passage("a", *items, kind=SentenceKind.ITEM)
    rising = tuple(0.6 + n / 100 for n in range(len(items)))
    found = texts(judged(steps, *rising))
    assert found == items[2:]
    assert len(found) == LIST_QUOTES


def test_a_list_of_which_half_belongs_is_quoted_whole_and_one_item_alone() -> None:
    steps = passage("a", "1. Wash.", "2. Dry.", "3. Wrap.", "4. Rest.", kind=SentenceKind.ITEM)
    assert texts(judged(steps, 0.8, 0.1, 0.05, 0.7)) == ["1. Wash.", "2. Dry.", "3. Wrap.", "4. Rest."]
    assert texts(judged(steps, 0.1, 0.1, 0.05, 0.8)) == ["4. Rest."]
    rows = passage("a", "| A | 1 |", "| B | 2 |", "| C | 3 |", "| D | 4 |", kind=SentenceKind.ROW)
    assert texts(judged(rows, 0.8, 0.1, 0.05, 0.7)) == ["| A | 1 |", "| D | 4 |"]


def mixed(*parts: tuple[str, SentenceKind]) -> Passage:
    """A passage whose sentences are of several kinds."""
    made = passage("a", *(text for text, _ in parts))
    kinds = [kind for _, kind in parts]
    return replace(
        made, sentences=tuple(replace(each, kind=kind) for each, kind in zip(made.sentences, kinds, strict=True))
    )


STEPS = mixed(
    ("It has three steps:", SentenceKind.PROSE),
    *((text, SentenceKind.ITEM) for text in ("1. Wash.", "2. Dry.", "3. Wrap.")),
    ("It takes an hour.", SentenceKind.PROSE),
)


def test_a_list_stands_in_the_place_of_what_leads_into_it() -> None:
    assert texts(judged(STEPS, 0.9, 0.1, 0.4, 0.5, 0.1)) == ["1. Wash.", "2. Dry.", "3. Wrap."]


def test_what_leads_into_a_list_is_quoted_where_the_list_is_not_close_and_it_is_best() -> None:
    assert texts(judged(STEPS, 0.9, 0.1, 0.1, 0.5, 0.1)) == ["It has three steps:", "3. Wrap."]


def test_what_leads_into_a_list_joins_no_other_sentence() -> None:
    assert texts(judged(STEPS, 0.5, 0.1, 0.1, 0.1, 0.9)) == ["It takes an hour."]


def test_nothing_judged_gives_nothing_to_quote() -> None:
    assert choose([]) == ()


def test_a_quote_carries_the_entries_that_its_own_markers_name() -> None:
    made = passage("d", "Fact.", citations=("5", "9"))
    document = Document("d", "d", made.text, (), ENTRIES)
    (quote,) = quotes(choose([judged(made, 0.9)]), {"d": document})
    cited = Citation("5", "Fifth.", "https://example.org", Basis.MARKER)
    assert quote == Quote("Fact.", "d:1", "d", 0, 5, (cited,))
    assert references([quote], {"d": document}) == (
        ListedReference("5", "Fifth.", "https://example.org", "d", Basis.MARKER),
    )


def test_a_document_whose_quotes_name_no_entry_shows_its_whole_list_as_listed_once() -> None:
    document = Document("d", "d", "Fact. Other.", (), ENTRIES)
    shown = [Quote("Fact.", "d:1", "d", 0, 5), Quote("Other.", "d:1", "d", 6, 12)]
    found = references(shown, {"d": document})
    assert [(entry.number, entry.basis) for entry in found] == [("2", Basis.LISTED), ("5", Basis.LISTED)]
