import pytest

from hotwash.reports.core.letters import About, commented, review_answered, review_asked

ABOUT = About("INC-4", "Checkout", "Olga", "https://x.example/r", 4)


@pytest.mark.parametrize(
    ("letter", "subject", "text"),
    [
        (review_asked(ABOUT, "k"), "INC-4: your review is asked for", "Olga asks you to review the report of INC-4"),
        (
            review_answered(ABOUT, "k", approved=True, note=""),
            "INC-4: Olga approved the report",
            "Olga approved the report of INC-4: Checkout.",
        ),
        (
            review_answered(ABOUT, "k", approved=False, note="Why?"),
            "INC-4: Olga asks for changes to the report",
            "Olga asks for changes to the report of INC-4: Checkout.\n\nWhy?",
        ),
        (
            commented(ABOUT, "k", target="section:summary", text="Hm.", is_answer=False),
            "INC-4: a comment by Olga",
            "Olga wrote about INC-4 on summary:\n\nHm.",
        ),
        (
            commented(ABOUT, "k", target="", text="Yes.", is_answer=True),
            "INC-4: an answer by Olga",
            "Olga wrote about INC-4:\n\nYes.",
        ),
    ],
)
def test_what_people_are_told(letter, subject: str, text: str):
    assert (letter.subject, letter.text.startswith(text), letter.link) == (subject, True, ABOUT.link)
