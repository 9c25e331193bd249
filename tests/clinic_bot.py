"""A whole bot over small documents, with an embedder and a judge that can be worked out by hand."""

from pathlib import Path

from bot.bot import Bot, Engine
from bot.caution import Caution
from bot.contacts import Contacts
from bot.messages import Messages
from bot.triage import Opinion
from corpus.document import Document
from corpus.reader import read_text
from index.build import in_memory
from index.search import Searcher
from tests.word_embedder import WordEmbedder
from tests.word_judge import WordJudge

LEAFLET = """---
id: knee
title: Knee treatments
reviewed: 2026-10-01
---
# Knee treatments

## The two treatments

Physiotherapy strengthens the muscles around the knee [1]. A steroid injection calms the swelling for weeks [2, 7].

## The steps of the injection

The injection has three steps:

1. Cleaning: the nurse cleans the skin.
2. Numbing: a spray numbs the skin.
3. Injecting: the doctor injects the steroid.

## Results

Most patients walk further after physiotherapy.

## References

[1] Knee Society. "Exercise." (2020).
[2] Joint Journal. "Steroids." https://example.org/steroids
"""

MARKERLESS = """---
id: heel
title: Heel pain
---
# Heel pain

## Causes

Heel pain often comes from long standing.

## References

[3] Foot Trust. "Heels."
"""


def document(text: str = LEAFLET) -> Document:
    return read_text(text, Path("leaflet.md"))


def bot_over(*texts: str, hearing: Opinion | None = None) -> Bot:
    generation = in_memory([document(text) for text in texts or (LEAFLET,)], WordEmbedder())
    engine = Engine(
        generation,
        Searcher(generation, WordEmbedder(), lexical=False),
        WordJudge(),
        WordJudge().thresholds(Caution.BALANCED),
        generation.fingerprint,
        hearing=hearing,
    )
    return Bot(engine, Messages.load(), Contacts())
