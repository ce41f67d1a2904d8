from django.test import Client

from hotwash.process.models import ProcessVersion
from hotwash.process.queries import current_version
from tests.cast import Cast


def test_the_process_is_shown_as_people_read_it(client: Client, cast: Cast):
    client.force_login(cast.vera)
    page = client.get("/process/").content.decode()
    for words in ("Analyse without blame", "Monitoring and alerting", "Expert for support", "Version 1"):
        assert words in page


def test_a_change_is_previewed_then_saved_and_its_diff_shown(client: Client, cast: Cast):
    client.force_login(cast.ada)
    text = current_version().text.replace("repeats: 3", "repeats: 4")
    data = {"text": text, "note": "One more round", "based_on": 1}
    preview = client.post("/process/edit", {**data, "preview": "1"}).content.decode()
    assert "repeats: 4" in preview
    assert ProcessVersion.objects.count() == 1
    assert client.post("/process/edit", data).headers["Location"] == "/process/"
    page = client.get("/process/versions/2/").content.decode()
    assert "One more round" in page
    assert '<li class="added">' in page


def test_a_change_on_an_old_version_is_shown_as_a_conflict_and_kept(client: Client, cast: Cast):
    client.force_login(cast.ada)
    text = current_version().text
    client.post("/process/edit", {"text": text.replace("repeats: 3", "repeats: 4"), "note": "a", "based_on": 1})
    answer = client.post(
        "/process/edit", {"text": text.replace("repeats: 3", "repeats: 5"), "note": "b", "based_on": 1}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else saved the process" in page
    assert "repeats: 5" in page
    assert ProcessVersion.objects.count() == 2


def test_members_read_but_do_not_change(client: Client, cast: Cast):
    client.force_login(cast.olga)
    assert "Change the process" not in client.get("/process/").content.decode()
    assert client.get("/process/edit").status_code == 403


def test_a_version_that_is_not_there(client: Client, cast: Cast):
    client.force_login(cast.olga)
    assert client.get("/process/versions/99/").status_code == 404
