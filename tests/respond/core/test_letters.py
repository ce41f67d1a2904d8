from hotwash.respond.core.letters import PAGE_TEMPLATE, Call, page_letter, update_due_letter
from hotwash.respond.core.updates import Situation

ABOUT = Situation("INC-4", "Checkout fails", "sev1", "active", "Since noon.")


def test_a_page_says_why_you_and_how_to_answer():
    call = Call(7, "on call in Web", "https://x.example/answer")
    letter = page_letter(call, ABOUT, "Critical", PAGE_TEMPLATE, 4)
    assert letter.subject == "[INC-4] You are paged: Checkout fails"
    assert letter.text == (
        "INC-4 Checkout fails (Critical) needs you.\n\nhttps://x.example/answer\n\nWhy you: on call in Web."
    )
    assert letter.data == {"incident": "INC-4", "severity": "sev1"}


def test_a_letter_goes_once_to_each_address():
    letter = update_due_letter(ABOUT, "https://x.example/", "update-due:4", 4)
    sent = [letter.to(1, "email", "ada@example.org"), letter.to(1, "sms", "+491"), letter.to(2, "email", "b@x.example")]
    assert len({one.once for one in sent}) == 3
    assert {(one.subject, one.text, one.incident_id) for one in sent} == {
        ("[INC-4] The next update is due", "Stakeholders of INC-4 Checkout fails were promised a word by now.", 4)
    }
    assert [one.person_id for one in sent] == [1, 1, 2]
