"""The database itself refuses to change or delete the figures of a closed round, and the history of contributions."""

from django.db import migrations

CLOSED, HISTORY = "reporting_closedround", "reporting_historyentry"
SAYS = "what a round has closed or a person has done is never changed"
GUARD = {
    "sqlite": [
        f"""CREATE TRIGGER {table}_is_not_{what} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"""
        for table in (CLOSED, HISTORY)
        for what, event in (("changed", "UPDATE"), ("deleted", "DELETE"))
    ],
    "postgresql": [
        f"""CREATE FUNCTION reporting_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE FUNCTION reporting_refuse_unless_empty() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN
             IF EXISTS (SELECT FROM {CLOSED}) OR EXISTS (SELECT FROM {HISTORY}) THEN
               RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation';
             END IF;
             RETURN NULL;
           END $$""",
        *(
            statement
            for table in (CLOSED, HISTORY)
            for statement in (
                f"""CREATE TRIGGER {table}_is_not_changed BEFORE UPDATE OR DELETE ON {table}
                   FOR EACH ROW EXECUTE FUNCTION reporting_refuse()""",
                f"""CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
                   EXECUTE FUNCTION reporting_refuse_unless_empty()""",
            )
        ),
    ],
}
LIFT = {
    "sqlite": [
        f"DROP TRIGGER {table}_is_not_{what}" for table in (CLOSED, HISTORY) for what in ("changed", "deleted")
    ],
    "postgresql": [
        *(
            f"DROP TRIGGER {table}_is_not_{what} ON {table}"
            for table in (CLOSED, HISTORY)
            for what in ("changed", "emptied")
        ),
        "DROP FUNCTION reporting_refuse()",
        "DROP FUNCTION reporting_refuse_unless_empty()",
    ],
}


class SQLOfTheEngine(migrations.RunSQL):
    """RunSQL with one list of statements an engine."""

    def _run_sql(self, schema_editor, sqls):
        super()._run_sql(schema_editor, sqls[schema_editor.connection.vendor])


class Migration(migrations.Migration):

    dependencies = [("reporting", "0001_rounds_and_contributions")]

    operations = [SQLOfTheEngine(GUARD, LIFT)]
