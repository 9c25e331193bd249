"""Documents that no one would write: lines of every kind in any order, for properties that must always hold."""

from hypothesis import strategies as st

_LINES = [
    "Short heading",
    "What happens next?",
    "# Top",
    "## Below the top ##",
    "Underlined",
    "===",
    "---",
    "Plain words end here. Then (see Dr. No. It is so) more [2]. “Why?” he asked [1-3].",
    "It was used.4,5 It helps .",
    "goes on in lower case until the stop.",
    "You will need:",
    "1.Harvesting: cells are taken. Then stored.",
    "2) Second step",
    "- a bullet [9]",
    "  indented words",
    "| Drug | Dose |",
    "|---|:--|",
    "| aHSCT | 5.5 mg |",
    "|",
    "Q: Will it hurt?",
    "A: No. Not at all.",
    "NEDA: no evidence of disease activity.",
    "Lesion: a scar.",
    "References",
    "[1] First, 2020. https://a.example/1.",
    "2. Second (2021).",
    "³ Third",
    "a line that goes on",
    "<!-- hidden",
    "shown -->",
    "```",
    "* * *",
    "",
    "",
    "   ",
    "\ufeffodd \u2028 blanks\u00a0.",
    "中文。第二句。",
]

texts = st.one_of(
    st.lists(st.one_of(st.sampled_from(_LINES), st.text(max_size=30)), min_size=1, max_size=25).flatmap(
        lambda lines: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda end: end.join(lines))
    ),
    st.text(),
).filter(lambda text: "\0" not in text)
names = st.sampled_from(["draft.md", "draft.txt"])
