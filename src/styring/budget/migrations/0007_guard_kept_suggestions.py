"""The database itself refuses to change or delete what was suggested as of a month that is closed."""

from django.db import migrations

TABLES = ("budget_keptmonth", "budget_keptsuggestion")
SAYS = "what was suggested as of a closed month is never changed"
GUARD = {
    "sqlite": [
        f"""CREATE TRIGGER {table}_is_not_{what} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"""
        for table in TABLES
        for what, event in (("changed", "UPDATE"), ("deleted", "DELETE"))
    ],
    "postgresql": [
        f"""CREATE FUNCTION budget_refuse_kept() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE FUNCTION budget_refuse_kept_unless_empty() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN
             IF EXISTS (SELECT FROM {TABLES[0]}) THEN
               RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation';
             END IF;
             RETURN NULL;
           END $$""",
        *(
            statement
            for table in TABLES
            for statement in (
                f"""CREATE TRIGGER {table}_is_not_changed BEFORE UPDATE OR DELETE ON {table}
                   FOR EACH ROW EXECUTE FUNCTION budget_refuse_kept()""",
                f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
                   EXECUTE FUNCTION budget_refuse_kept_unless_empty()""",
            )
        ),
    ],
}
LIFT = {
    "sqlite": [f"DROP TRIGGER {table}_is_not_{what}" for table in TABLES for what in ("changed", "deleted")],
    "postgresql": [
        *(f"DROP TRIGGER {table}_is_not_{what} ON {table}" for table in TABLES for what in ("changed", "emptied")),
        "DROP FUNCTION budget_refuse_kept()",
        "DROP FUNCTION budget_refuse_kept_unless_empty()",
    ],
}


class SQLOfTheEngine(migrations.RunSQL):
    """RunSQL with one list of statements an engine."""

    def _run_sql(self, schema_editor, sqls):
        super()._run_sql(schema_editor, sqls[schema_editor.connection.vendor])


class Migration(migrations.Migration):

    dependencies = [("budget", "0006_kept_suggestions")]

    operations = [SQLOfTheEngine(GUARD, LIFT)]
