"""Let names be one layer's each, and the database itself refuse to change what is laid forward or decided."""

from django.db import migrations, models

LINE, CHANGE, LAYER = "budget_budgetline", "budget_change", "budget_layer"
SAYS = "what is laid forward or decided is never changed"
KEY = "layer_id, change_id, year, account_class, unit_id, function, art, project, amount"
KEPT = "kind, name, title, first_year, last_year, base_id, made_from_id, loan_frame"
FROZEN = "EXISTS (SELECT 1 FROM budget_layer WHERE id = {row}.layer_id AND state <> 'draft')"
NEW, OLD = FROZEN.format(row="NEW"), FROZEN.format(row="OLD")
IS_NEW = f"NOT EXISTS (SELECT 1 FROM {LINE} WHERE id = NEW.id)"
"""A row that is there already is only phased anew: INSERT … ON CONFLICT asks the guard of additions first."""
GUARDED = (  # name, event, table, when
    (f"{LINE}_is_not_added", "INSERT", LINE, f"{NEW} AND {IS_NEW}"),
    (f"{LINE}_is_not_changed", f"UPDATE OF {KEY}", LINE, f"{OLD} OR {NEW}"),
    (f"{LINE}_is_not_deleted", "DELETE", LINE, OLD),
    (f"{CHANGE}_is_not_added", "INSERT", CHANGE, NEW),
    (f"{CHANGE}_is_not_changed", "UPDATE", CHANGE, f"{OLD} OR {NEW}"),
    (f"{CHANGE}_is_not_deleted", "DELETE", CHANGE, OLD),
    (f"{LAYER}_is_not_changed", f"UPDATE OF {KEPT}", LAYER, "OLD.state <> 'draft'"),
    (f"{LAYER}_is_not_reopened", "UPDATE OF state", LAYER, "OLD.state <> 'draft' AND NEW.state = 'draft'"),
    (f"{LAYER}_is_not_deleted", "DELETE", LAYER, "OLD.state <> 'draft'"),
)


def sqlite(name, event, table, when):
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"


def postgresql(name, event, table, when):
    row = "OLD" if event == "DELETE" else "NEW"
    return [
        f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN
             IF {when} THEN
               RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation';
             END IF;
             RETURN {row};
           END $$""",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


GUARD = {
    "sqlite": [sqlite(*guard) for guard in GUARDED],
    "postgresql": [statement for guard in GUARDED for statement in postgresql(*guard)],
}
LIFT = {
    "sqlite": [f"DROP TRIGGER {name}" for name, *_ in GUARDED],
    "postgresql": [
        statement
        for name, _event, table, _when in GUARDED
        for statement in (f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION {name}()")
    ],
}


class SQLOfTheEngine(migrations.RunSQL):
    """RunSQL with one list of statements an engine."""

    def _run_sql(self, schema_editor, sqls):
        super()._run_sql(schema_editor, sqls[schema_editor.connection.vendor])


class Migration(migrations.Migration):

    dependencies = [("budget", "0004_names_of_layers")]

    operations = [
        migrations.AlterField(
            model_name="layer",
            name="name",
            field=models.SlugField(max_length=60, unique=True, verbose_name="kortnavn"),
        ),
        SQLOfTheEngine(GUARD, LIFT),
    ]
