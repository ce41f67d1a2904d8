import json

import pytest
from django.test import RequestFactory

from hotwash.site import assets
from hotwash.site.context import frame
from hotwash.site.navigation import PLACES


def request_to(path, theme=""):
    request = RequestFactory().get(path)
    request.COOKIES["theme"] = theme
    return request


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["Home"]),
        ("/incidents/INC-1/team/", ["Incidents"]),
        ("/actions/", ["Actions"]),
        ("/elsewhere", []),
    ],
)
def test_the_place_one_is_at_is_marked(path, current):
    assert [item.place.name for item in frame(request_to(path))["navigation"] if item.current] == current


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("", ""), ('"><script>', "")])
def test_only_known_themes_reach_the_page(cookie, theme):
    assert frame(request_to("/", cookie))["theme"] == theme


def test_keys_and_addresses_of_places_are_one_of_a_kind():
    assert len({place.key for place in PLACES}) == len({place.href for place in PLACES}) == len(PLACES)


def test_a_built_file_is_found_by_its_source(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    assert assets.address("app.ts") == "/static/built/app.ts"
    (tmp_path / "manifest.json").write_text(json.dumps({"app.ts": {"file": "assets/app-1a2b.js"}}))
    assert assets.address("app.ts") == "/static/built/assets/app-1a2b.js"
