"""The database itself refuses to change or delete a published version."""

from django.db import migrations

TABLE = "documents_version"
SAYS = "what is published is never changed"
GUARD = {
    "sqlite": [
        f"""CREATE TRIGGER {TABLE}_is_not_{what} BEFORE {event} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"""
        for what, event in (("changed", "UPDATE"), ("deleted", "DELETE"))
    ],
    "postgresql": [
        f"""CREATE FUNCTION documents_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE FUNCTION documents_refuse_unless_empty() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN
             IF EXISTS (SELECT FROM {TABLE}) THEN
               RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation';
             END IF;
             RETURN NULL;
           END $$""",
        f"""CREATE TRIGGER {TABLE}_is_not_changed BEFORE UPDATE OR DELETE ON {TABLE}
           FOR EACH ROW EXECUTE FUNCTION documents_refuse()""",
        f"""CREATE TRIGGER {TABLE}_is_not_emptied BEFORE TRUNCATE ON {TABLE}
           EXECUTE FUNCTION documents_refuse_unless_empty()""",
    ],
}
LIFT = {
    "sqlite": [f"DROP TRIGGER {TABLE}_is_not_{what}" for what in ("changed", "deleted")],
    "postgresql": [
        *(f"DROP TRIGGER {TABLE}_is_not_{what} ON {TABLE}" for what in ("changed", "emptied")),
        "DROP FUNCTION documents_refuse()",
        "DROP FUNCTION documents_refuse_unless_empty()",
    ],
}


class SQLOfTheEngine(migrations.RunSQL):
    """RunSQL with one list of statements an engine."""

    def _run_sql(self, schema_editor, sqls):
        super()._run_sql(schema_editor, sqls[schema_editor.connection.vendor])


class Migration(migrations.Migration):

    dependencies = [("documents", "0001_documents_and_versions")]

    operations = [SQLOfTheEngine(GUARD, LIFT)]
