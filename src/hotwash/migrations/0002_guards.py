"""What Django can't say in models: the event log is append-only, and a new organisation begins with the shipped process."""

from datetime import UTC, datetime
from importlib.resources import files

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

GUARD = """
CREATE FUNCTION hotwash_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The event log is append-only: % of line % was refused.', TG_OP, OLD.id;
END $$;
CREATE TRIGGER hotwash_event_guard BEFORE UPDATE OR DELETE ON hotwash_event
  FOR EACH ROW EXECUTE FUNCTION hotwash_event_is_append_only();
"""
UNGUARD = "DROP TRIGGER hotwash_event_guard ON hotwash_event; DROP FUNCTION hotwash_event_is_append_only();"


def first_process(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    version = apps.get_model("hotwash", "ProcessVersion")
    text = files("hotwash.process").joinpath("default.yaml").read_text("utf-8")
    version.objects.using(schema_editor.connection.alias).create(
        number=1, text=text, note="The process that Hotwash ships.", created_at=datetime.now(UTC)
    )


class Migration(migrations.Migration):
    dependencies = [("hotwash", "0001_initial"), ("procrastinate", "__latest__")]
    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunPython(first_process, migrations.RunPython.noop),
    ]
