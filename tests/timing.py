"""How soon the server is ready and how fast it answers: `python -m tests.timing [FOLDER OF DOCUMENTS]`.

Starts a server twice over one home folder (the first start builds the index, the second is the warm one), then asks
every question of `tests/data/questions_timing.txt` once after one that is not counted.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.server_process import Server, running

QUESTIONS = Path(__file__).parent / "data" / "questions_timing.txt"


def main(corpus: str = "") -> None:
    """Print the figures."""
    settings = {"corpus": corpus} if corpus else {}
    questions = QUESTIONS.read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        with running(Path(folder), **settings) as cold:
            print(f"first start, index built: ready after {cold.seconds_to_ready:.1f} s")
        with running(Path(folder), **settings) as warm:
            print(f"warm start: ready after {warm.seconds_to_ready:.1f} s")
            warm.ask(questions[0])
            times = sorted(_seconds(warm, question) for question in questions)
    p95 = times[round(0.95 * (len(times) - 1))]
    print(f"{len(times)} answers: median {1000 * statistics.median(times):.0f} ms, p95 {1000 * p95:.0f} ms")


def _seconds(server: Server, question: str) -> float:
    start = time.perf_counter()
    server.ask(question)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(*sys.argv[1:2])
