from datetime import UTC, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone


def render(text, **values):
    return Template(text).render(Context(values))


def test_icon_alone_is_hidden_from_screen_readers_and_named_when_it_means_something():
    assert 'aria-hidden="true"' in render('{% icon "bell" %}')
    assert 'role="img" aria-label="Alerts &lt;b&gt;"' in render('{% icon "bell" name %}', name="Alerts <b>")


def test_when_carries_the_full_time_and_moves_on():
    with timezone.override("UTC"):
        html = render("{% when value %}", value=datetime(2020, 2, 1, 3, 4, tzinfo=UTC))
    assert html == (
        '<time datetime="2020-02-01T03:04:00+00:00" title="Saturday, 1 February 2020, 03:04:00 UTC">'
        "1 Feb 2020, 03:04 UTC</time>"
    )


def test_when_of_nothing_is_a_dash():
    assert render("{% when value %}", value=None) == '<span class="faint">\N{EN DASH}</span>'


@pytest.mark.parametrize(
    "template",
    [
        "{% badge value %}",
        "{% severity value %}",
        "{% state value %}",
        "{% category value %}",
        "{% person value %}",
        "{% reference value value %}",
        "{% note value %}{{ value }}{% endnote %}",
        "{% empty title=value %}{{ value }}{% endempty %}",
        "{% callout value %}{{ value }}{% endcallout %}",
        "{% menu value label=value %}{{ value }}{% endmenu %}",
        "{% dialog value title=value %}{{ value }}{% enddialog %}",
        "{{ value|markdown }}",
    ],
)
def test_no_tag_lets_markup_through(template):
    html = render(template, value="<script>alert(1)</script>\"'><img src=x onerror=alert(1)>")
    assert "<script" not in html
    assert "<img" not in html


class Sample(forms.Form):
    title = forms.CharField(help_text="In a few words.")
    note = forms.CharField(required=False)
    private = forms.BooleanField(required=False)


def test_field_ties_label_help_and_errors_to_the_input():
    html = render("{% field form.title %}", form=Sample({}))
    assert '<label for="id_title">Title</label>' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_field_says_what_is_optional_but_not_of_a_tick():
    assert "optional" in render("{% field form.note %}", form=Sample())
    assert "optional" not in render("{% field form.private %}", form=Sample())


@pytest.mark.parametrize(
    ("tags", "address"),
    [
        ("undo:/incidents/INC-1/undo", "/incidents/INC-1/undo"),
        ("undo:https://elsewhere", ""),
        ("undo://elsewhere", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_undo_leads_to_this_site_only(tags, address):
    assert render("{{ tags|undo_address }}", tags=tags) == address
