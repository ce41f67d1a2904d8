"""What reviewers, authors and who takes part in a discussion are told."""

from dataclasses import dataclass

from hotwash.respond.core.letters import Letter


@dataclass(frozen=True, slots=True)
class About:
    """``by`` did it; ``link`` leads to the report."""

    reference: str
    title: str
    by: str
    link: str
    incident_id: int


def review_asked(about: About, once: str) -> Letter:
    text = (
        f"{about.by} asks you to review the report of {about.reference}: {about.title}.\n\n"
        "Read it as somebody who was not there. Does it say what people saw and why it made sense? "
        "Can each action be seen to be done?"
    )
    return _letter(about, f"{about.reference}: your review is asked for", text, once)


def review_answered(about: About, once: str, *, approved: bool, note: str) -> Letter:
    said = "approved the report" if approved else "asks for changes to the report"
    text = f"{about.by} {said} of {about.reference}: {about.title}.\n\n{note}".strip()
    return _letter(about, f"{about.reference}: {about.by} {said}", text, once)


def commented(about: About, once: str, *, target: str, text: str, is_answer: bool) -> Letter:
    """``target`` as of the comment: a reference, ``section:<key>``, or empty for the whole."""
    where = f" on {target.removeprefix('section:')}" if target else ""
    subject = f"{about.reference}: {'an answer' if is_answer else 'a comment'} by {about.by}"
    return _letter(about, subject, f"{about.by} wrote about {about.reference}{where}:\n\n{text}", once)


def _letter(about: About, subject: str, text: str, once: str) -> Letter:
    return Letter(
        subject=subject, text=text, purpose="report", once=once, link=about.link, incident_id=about.incident_id
    )
