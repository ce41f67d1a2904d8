import csv
import io
import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hotwash.actions.core.export import ExportRow, to_csv, to_json


def row(**changes: object) -> ExportRow:
    fields: dict[str, object] = {
        "incident": "INC-4", "reference": "A-1", "title": "Alert on expiry", "kind": "preventive", "type": "alert",
        "strength": "medium", "state": "open", "owner": "Ada", "due": date(2026, 3, 20), "overdue": True,
        "priority": "high", "factors": ("F-1", "F-2"), "services": (), "end_state": "fires", "measure": "",
        "evidence": "", "verdict": "",
    }  # fmt: skip
    return ExportRow(**(fields | changes))


def test_csv_is_readable_by_a_csv_reader() -> None:
    read = list(csv.DictReader(io.StringIO(to_csv([row()]))))
    assert len(read) == 1
    assert (read[0]["due"], read[0]["overdue"], read[0]["factors"]) == ("2026-03-20", "yes", "F-1 F-2")


def test_a_formula_stays_a_text() -> None:
    assert "'=HYPERLINK" in to_csv([row(title='=HYPERLINK("http://example.org")')])


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"])))
def test_any_title_survives(title: str) -> None:
    read = next(csv.DictReader(io.StringIO(to_csv([row(title=title)]))))
    assert read["title"].removeprefix("'") == title.removeprefix("'")


def test_json_keeps_types() -> None:
    read = json.loads(to_json([row(due=None)]))
    assert (read[0]["due"], read[0]["overdue"], read[0]["factors"]) == (None, True, ["F-1", "F-2"])


def test_nothing_to_export_is_a_head_line() -> None:
    assert to_csv([]).startswith("incident,reference,title,")
    assert json.loads(to_json([])) == []
