"""A judge that can be worked out by hand: the share of the question's content words that a sentence holds."""

from collections.abc import Sequence

from bot.caution import Caution
from bot.conversation.words import content, stems
from bot.evidence import Judgement, Thresholds
from index.search import Hit


class WordJudge:
    """A sentence's probability is the share of the question's content words in it; a passage's is its best one's."""

    fingerprint = "words"

    def thresholds(self, caution: Caution) -> Thresholds:
        """The same at every trade-off."""
        del caution
        return Thresholds(answered=0.6, partial=0.4)

    def judge(self, question: str, hits: Sequence[Hit]) -> tuple[Judgement, ...]:
        """See `Judge.judge`."""
        judged = [_judgement(question, hit) for hit in hits]
        return tuple(sorted(judged, key=lambda judgement: -judgement.probability))


def _judgement(question: str, hit: Hit) -> Judgement:
    wanted = set(stems(content(question)))
    shares = tuple(
        len(wanted & set(stems(content(hit.passage.sentence_text(sentence))))) / max(1, len(wanted))
        for sentence in hit.passage.sentences
    )
    return Judgement(hit, max(shares), shares)
