"""Couplings from a file: seen before they count, all or nothing, undone as one, and out again unchanged."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.imports.importers import Incoming, RefusedError, import_file, read_batch, take_in
from styring.imports.models import Batch, State
from styring.imports.services import discard_batch, post_batch, undo_batch
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.ledger.exporters import couplings_csv, couplings_workbook
from styring.ledger.models import OwnCode
from styring.ledger.rules.chart import Coupling
from styring.ledger.rules.codes import Kind
from styring.ledger.rules.couplings import overlap, told
from styring.ledger.services import couple_code

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from styring.accounts.models import User
    from styring.organisation.models import Unit

HEAD = "type;kode;begynner;navn;koblet_til;fra;til"
LINES = (
    "art;27010;;Vikarer;270;;2025",
    "art;27010;;Vikarer;271;2026;",
    "art;4950;ja;Leie, alle bygg;190;;",
    "funksjon;2021;;Grunnskole;202;;",
    "ansvar;0320;;Vest;VEST;;",
    "prosjekt;P1;;Ny skole;;2024;2027",
)
MakeFile: TypeAlias = Callable[..., Incoming]


@pytest.fixture
def coupling_file(tmp_path: Path) -> MakeFile:
    """Makes a file of couplings of some lines, or of what is given as it is."""

    def make(*lines: str, head: str = HEAD, content: bytes = b"") -> Incoming:
        path = tmp_path / "koblinger.csv"
        path.write_bytes(content or "\r\n".join([head, *lines, ""]).encode())
        return Incoming("couplings", 2026, path, path.name, {})

    return make


def live() -> list[str]:
    rows = OwnCode.objects.live().order_by("kind", "code", "first_year")
    return [f"{row.code} {row.target} {row.first_year}-{row.last_year}" for row in rows]


@pytest.mark.django_db
@pytest.mark.usefixtures("vest")
class TestReading:
    def test_nothing_counts_before_it_is_confirmed(self, controller: User, coupling_file: MakeFile) -> None:
        incoming = coupling_file(*LINES)
        batch, _is_new = take_in(controller, incoming)
        read_batch(batch, incoming.path)
        assert (batch.state, batch.lines_taken, live()) == (State.READY, 6, [])
        assert [check["value"] for check in batch.result["checks"]] == [6, 5, 0, 0]
        discard_batch(actor=controller, batch=batch)
        assert not OwnCode.objects.exists()

    def test_all_of_it_counts_then(self, controller: User, coupling_file: MakeFile) -> None:
        import_file(controller, coupling_file(*LINES))
        assert live() == [
            "27010 270 0-2025", "27010 271 2026-9999", "4950 190 0-9999", "2021 202 0-9999", "P1  2024-2027",
            "0320 VEST 0-9999",
        ]  # fmt: skip
        assert set(OwnCode.objects.values_list("recorded_by", flat=True)) == {controller.pk}

    def test_the_same_file_again_changes_nothing_and_says_so(self, controller: User, coupling_file: MakeFile) -> None:
        first, _is_new = import_file(controller, coupling_file(*LINES))
        again, is_new = import_file(controller, coupling_file(*LINES))
        assert (again, is_new, OwnCode.objects.count()) == (first, False, 6)

    def test_after_a_change_by_hand_the_same_file_is_read_anew(self, controller: User, coupling_file: MakeFile) -> None:
        import_file(controller, coupling_file(*LINES))
        couple_code(actor=controller, coupling=Coupling(Kind.ART, "27010", "272", 2026, name="Vikarer"))
        _batch, is_new = import_file(controller, coupling_file(*LINES))
        assert is_new
        assert "27010 271 2026-9999" in live()

    @pytest.mark.parametrize(
        ("line", "column", "reason"),
        [
            ("konto;1;;;010;;", "type", "Typen må være"),
            ("art;;;;010;;", "kode", "Koden mangler"),
            ("art;=1+1;;;010;;", "kode", "ligner en formel"),
            ("art;1;kanskje;;010;;", "begynner", "Skriv ja"),
            ("art;1;;=A1;010;;", "navn", "ligner en formel"),
            ("art;1;;;999;;", "koblet_til", "finnes ikke i KOSTRA"),
            ("art;1;;;270;;", "til", "271/272"),
            ("art;1;;;271;2025;", "fra", "gjelder først fra 2026"),
            ("art;1;;;010;to tusen;", "fra", "helt tall"),
            ("art;1;;;010;2026;2025", "til", "ikke være før"),
            ("ansvar;1;;;NORD;;", "koblet_til", "ingen enhet"),
            ("prosjekt;P2;;;P3;;", "koblet_til", "kobles ikke"),
            ("art;27010;;;010;2027;", "kode", "linje 3 også"),
        ],
    )
    def test_a_fault_is_told_by_line_and_column_and_nothing_is_taken(
        self, controller: User, coupling_file: MakeFile, line: str, column: str, reason: str
    ) -> None:
        with pytest.raises(RefusedError) as refused:
            import_file(controller, coupling_file(*LINES, line))
        (fault,) = refused.value.batch.faults.all()
        assert (fault.line, fault.column) == (8, column)
        assert reason in str(fault)
        assert not OwnCode.objects.exists()

    @pytest.mark.parametrize(("head", "said"), [("kode;navn", "type"), ("type;navn", "kode")])
    def test_columns_that_must_be_there_are_asked_for(
        self, controller: User, coupling_file: MakeFile, head: str, said: str
    ) -> None:
        with pytest.raises(RefusedError) as refused:
            import_file(controller, coupling_file("art;1", head=head))
        assert f"«{said}»" in str(refused.value.batch.faults.get())

    def test_a_file_without_lines_is_refused(self, controller: User, coupling_file: MakeFile) -> None:
        with pytest.raises(RefusedError):
            import_file(controller, coupling_file())

    def test_others_take_in_nothing(self, top: Unit, coupling_file: MakeFile) -> None:
        with pytest.raises(NotAllowedError):
            import_file(user_with(Role.UNIT_LEADER, top), coupling_file(*LINES))
        assert not Batch.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("vest")
class TestChanging:
    def test_a_line_replaces_its_years_and_leaves_the_rest(self, controller: User, coupling_file: MakeFile) -> None:
        for coupling in (Coupling(Kind.ART, "X", "120"), Coupling(Kind.ART, "Y", "195")):
            couple_code(actor=controller, coupling=coupling)
        batch, _is_new = import_file(controller, coupling_file("art;X;;;115;2026;"))
        assert live() == ["X 120 0-2025", "X 115 2026-9999", "Y 195 0-9999"]
        assert batch.result["notes"][0]["parts"]["codes"] == "X"

    def test_an_earlier_last_year_ends_a_code(self, controller: User, coupling_file: MakeFile) -> None:
        couple_code(actor=controller, coupling=Coupling(Kind.ART, "X", "120"))
        import_file(controller, coupling_file("art;X;;;120;;2025"))
        assert live() == ["X 120 0-2025"]

    def test_undo_brings_back_what_counted(self, controller: User, coupling_file: MakeFile) -> None:
        couple_code(actor=controller, coupling=Coupling(Kind.ART, "X", "120"))
        batch, _is_new = import_file(controller, coupling_file("art;X;;;115;2026;", "art;Z;;;115;;"))
        undo_batch(actor=controller, batch=batch)
        assert live() == ["X 120 0-9999"]

    @pytest.mark.parametrize("later", [Coupling(Kind.ART, "X", "195", 2026), Coupling(Kind.ART, "Z", "195", 2026)])
    def test_what_was_changed_since_is_not_undone(
        self, controller: User, coupling_file: MakeFile, later: Coupling
    ) -> None:
        couple_code(actor=controller, coupling=Coupling(Kind.ART, "X", "120"))
        couple_code(actor=controller, coupling=Coupling(Kind.ART, "Z", "120"))
        batch, _is_new = import_file(controller, coupling_file("art;X;;;115;2026;", "art;Z;;;120;;2025"))
        couple_code(actor=controller, coupling=later)
        before = live()
        with pytest.raises(RuleBrokenError, match="for hånd"):
            undo_batch(actor=controller, batch=batch)
        assert live() == before

    def test_what_changed_before_it_was_confirmed_is_seen(self, controller: User, coupling_file: MakeFile) -> None:
        incoming = coupling_file("art;X;;;115;2026;")
        batch, _is_new = take_in(controller, incoming)
        read_batch(batch, incoming.path)
        couple_code(actor=controller, coupling=Coupling(Kind.ART, "X", "120"))
        post_batch(actor=controller, batch=batch)
        assert live() == ["X 120 0-2025", "X 115 2026-9999"]

    @pytest.mark.parametrize("written", ["csv", "xlsx"])
    def test_what_goes_out_comes_in_unchanged(
        self, client: Client, controller: User, coupling_file: MakeFile, written: str
    ) -> None:
        import_file(controller, coupling_file(*LINES))
        before = live()
        client.force_login(controller)
        out = client.get(f"/okonomi/kontoplan/2025/koder/?format={written}").content
        batch, is_new = import_file(controller, coupling_file(content=out))
        assert (is_new, batch.lines_read, live()) == (True, 5, before)
        assert [check["value"] for check in batch.result["checks"]] == [5, 0, 0, 5]

    def test_into_an_empty_chart_it_comes_whole(self, controller: User, coupling_file: MakeFile) -> None:
        import_file(controller, coupling_file(*LINES))
        before, rows = live(), list(OwnCode.objects.live())
        files = couplings_csv(rows), couplings_workbook(rows)
        for content in files:
            OwnCode.objects.all().delete()
            import_file(controller, coupling_file(content=content))
            assert live() == before


def lists() -> st.SearchStrategy[list[Coupling]]:
    spans = st.tuples(st.integers(2020, 2026), st.integers(2020, 2026)).map(sorted)
    build = st.builds(
        lambda code, target, span: Coupling(Kind.ART, code, target, *span),
        st.sampled_from("XY"), st.sampled_from(["010", "120"]), spans,
    )  # fmt: skip
    return st.lists(build, max_size=6)


@given(lists(), lists())
def test_a_list_is_what_counts_afterwards_and_told_again_it_changes_nothing(
    earlier: list[Coupling], wanted: list[Coupling]
) -> None:
    first = [*told([], earlier).added]
    change = told(first, wanted)
    after = [known for known in first if known not in change.replaced] + [*change.added]
    for place, known in enumerate(after):
        assert not any(known.code == other.code and overlap(known, other) for other in after[place + 1 :])
    for coupling in wanted[-1:]:
        said = {known.target for known in after if known.code == coupling.code and overlap(known, coupling)}
        assert said == {coupling.target}
    assert not told(after, after)
