import json

from click.testing import CliRunner

from hotwash.cli.main import main


def run(*arguments, given=None):
    return CliRunner().invoke(main, ["categorise", *arguments], input=given)


def test_one_object_for_each_line():
    result = run("-", "--json", given="No alert on certificate expiry\n\nThe runbook was outdated\n")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [(row["statement"], row["category"]) for row in rows] == [
        ("No alert on certificate expiry", "monitoring"),
        ("The runbook was outdated", "process"),
    ]
    assert set(rows[0]) == {"statement", "category", "subcategory", "alternative", "confidence", "why"}


def test_text_for_people():
    assert run("-", given="The runbook was outdated\n").stdout.startswith("process:documentation (")


def test_a_file_that_is_not_there():
    assert run("/nowhere/at/all.txt").exit_code == 3


def test_bad_use_is_two():
    assert run().exit_code == 2
