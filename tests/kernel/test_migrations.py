"""The models and the migrations say the same, so that a database of yesterday works today."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_change_of_a_model_is_without_its_migration(capsys: pytest.CaptureFixture[str]):
    call_command("makemigrations", check=True, dry_run=True)
    assert "No changes detected" in capsys.readouterr().out
