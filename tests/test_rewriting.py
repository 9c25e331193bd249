"""Three ways to ask a follow-up, on passages small enough to work the gains out by hand."""

import json
import math
from pathlib import Path

import pytest

from bot.conversation.library import Library
from bot.evaluation import rewriting
from bot.evaluation.intervals import Figure
from bot.evaluation.questions import QuestionFileError
from bot.evaluation.rewriting import Asked, main, measure, read_turns, searcher_over, understood
from index.embedder import SentenceTransformerEmbedder
from index.measure import read_passages
from tests.word_embedder import WordEmbedder

TEXTS = {
    "a": "Tulips need full sun",
    "b": "How often tulips get water in a round",
    "c": "How often ferns want water daily",
}
TURNS = (
    Asked("t1", "do tulips need sun", "do tulips need sun", ("a",)),
    Asked("t1", "how often water?", "how often water tulips?", ("b",)),
    Asked("t2", "ferns", "ferns", ("c",)),
)
CAST = Path(__file__).parents[2] / "shared" / "data" / "public" / "conversations"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    rows = [
        {
            "conv_id": turn.talk,
            "question": turn.typed,
            "rewrite": turn.rewritten,
            "gold_passages": [{"id": name} for name in turn.passages],
        }
        for turn in TURNS
    ]
    texts = [{"_id": name, "title": "", "text": text} for name, text in TEXTS.items()]
    for name, lines in (("turns", rows), ("passages", texts)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return [str(tmp_path / "turns.jsonl"), str(tmp_path / "passages.jsonl")]


def test_turns_are_read_in_order(files: list[str]) -> None:
    assert read_turns(Path(files[0])) == TURNS


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match=r"none\.jsonl: wanted a question file"):
        read_turns(tmp_path / "none.jsonl")


def test_a_follow_up_carries_the_telling_word_and_a_new_conversation_carries_nothing(files: list[str]) -> None:
    passages = read_passages(Path(files[1]))
    searcher = searcher_over(passages, WordEmbedder())
    assert understood(TURNS, Library.of((), passages), searcher) == [
        "do tulips need sun",
        "how often water? (about sun tulips)",
        "ferns",
    ]


def test_the_share_of_the_gap_is_what_understanding_wins_of_what_rewriting_wins(files: list[str]) -> None:
    found = {each.name: each.value for each in measure(TURNS, read_passages(Path(files[1])), WordEmbedder())}
    typed = (1 + 1 / math.log2(3) + 1) / 3  # "how often water?" is nearer to the shorter passage on ferns
    assert found == pytest.approx({"typed": typed, "understood": 1.0, "rewritten": 1.0, "gap_closed": 1.0})


def test_without_a_gap_there_is_no_share_of_it(files: list[str]) -> None:
    *_, share = measure(TURNS[:1], read_passages(Path(files[1])), WordEmbedder())
    assert math.isnan(share.value or 0.0)


def test_the_command_prints_each_figure_with_its_interval(
    files: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rewriting.SentenceTransformerEmbedder, "load", lambda: WordEmbedder())
    main(files)
    assert [line.split("  ")[0] for line in capsys.readouterr().out.splitlines()] == [
        "nDCG@10, as typed",
        "nDCG@10, as understood",
        "nDCG@10, as rewritten",
        "Share of the gap closed",
    ]


def test_the_command_says_what_it_wants() -> None:
    with pytest.raises(SystemExit, match=r"wanted python -m bot\.evaluation\.rewriting TURNS\.jsonl PASSAGES\.jsonl"):
        main(["one"])


@pytest.mark.model
@pytest.mark.skipif(not CAST.exists(), reason="needs the conversations of TREC CAsT 2021 beside the repository")
def test_half_of_the_gap_between_typed_and_rewritten_follow_ups_is_closed() -> None:
    turns, passages = read_turns(CAST / "cast2021.jsonl"), read_passages(CAST / "cast2021_passages.jsonl")
    found: dict[str, Figure] = {
        each.name: each for each in measure(turns, passages, SentenceTransformerEmbedder.load())
    }
    assert found["typed"].value == pytest.approx(0.600, abs=0.005)
    assert found["rewritten"].value == pytest.approx(0.698, abs=0.005)
    assert (found["gap_closed"].value or 0.0) >= 0.5
