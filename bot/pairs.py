"""Question and passage as the token ids that the evidence model reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer
from transformers import AutoTokenizer

from corpus.document import Passage

QUESTION_TOKENS = 72
"""Longest question read, in word pieces; longer messages are also searched by their question alone (`focus`)."""
WINDOW_TOKENS = 384
"""Longest question-passage pair, in word pieces; passages are cut at 180 by the chunker, headings need the rest."""
TITLE_TOKENS = 48
"""Longest title read, in word pieces."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a piece of a passage as token ids.

    `question` is the question's length in tokens; it begins at 1. `spans` are the token ranges of the sentences.
    """

    ids: tuple[int, ...]
    question: int
    spans: tuple[tuple[int, int], ...]


class PairTokenizer:
    """Turns a question and a passage into token ids that keep track of where each sentence lies."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        self._backend = Tokenizer.from_str(self._tokenizer.backend_tokenizer.to_str())
        self._backend.no_truncation()
        self._backend.no_padding()

    def pairs(self, question: str, passage: Passage) -> list[tuple[Pair, range]]:
        """The pairs that cover a passage, each with the range of sentences that it covers.

        The title stands before the passage; its headings open its first sentence, as they do on the page. One pair
        where the passage fits the window, otherwise several, split between sentences. A single sentence longer than the
        window is read up to the window's end.
        """
        head = self._ids(question)[:QUESTION_TOKENS]
        title = self._ids(passage.document_title)[:TITLE_TOKENS]
        sentences = [self._ids(passage.sentence_text(sentence)) for sentence in passage.sentences]
        sentences[0] = self._ids("\n".join(passage.heading)) + sentences[0]
        room = WINDOW_TOKENS - len(head) - len(title) - 4
        return [(self._pair(head, title, sentences, part, room), part) for part in _parts(sentences, room)]

    def _ids(self, text: str) -> list[int]:
        return list(self._backend.encode(text, add_special_tokens=False).ids)

    def _pair(self, head: list[int], context: list[int], sentences: list[list[int]], part: range, room: int) -> Pair:
        cls, sep = self._tokenizer.cls_token_id, self._tokenizer.sep_token_id
        ids = [cls, *head, sep]
        ids += [*context, sep]
        spans = []
        for index in part:
            piece = sentences[index][:room] or [sep]
            spans.append((len(ids), len(ids) + len(piece)))
            ids += piece
        ids.append(sep)
        return Pair(tuple(ids), len(head), tuple(spans))


def _parts(sentences: Sequence[Sequence[int]], room: int) -> list[range]:
    """Consecutive sentence ranges whose token counts fit `room`, at least one sentence each."""
    parts, start, used = [], 0, 0
    for index, sentence in enumerate(sentences):
        if used + len(sentence) > room and index > start:
            parts.append(range(start, index))
            start, used = index, 0
        used += len(sentence)
    return [*parts, range(start, len(sentences))]
