"""A visitor reads what is published; the chief executive reads a draft that is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.conftest import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

REPORT = "/offentlig/rapporter/manedsrapport-2026-m09/"


def test_visitor_reads_the_report_without_script_or_cookie(page: Page, demo: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{demo}/offentlig/")
    page.get_by_role("link", name="Månedsrapport september 2026", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Månedsrapport september 2026"
    page.get_by_role("navigation", name="Innhold").get_by_role("link", name="Økonomien").click()
    assert page.url.endswith("#okonomien")
    assert [cookie["name"] for cookie in page.context.cookies() if cookie["name"] == "sessionid"] == []


def test_figures_of_page_and_files_are_the_same(page: Page, demo: str) -> None:
    page.goto(f"{demo}{REPORT}")
    total = page.locator("#okonomien table").first.locator("tr.total td").nth(2).inner_text()
    data = page.request.get(f"{demo}{REPORT}versjon/1/data.json").json()
    (table, *_rest) = [block for block in data["parts"][1]["blocks"] if block["type"] == "table"]
    ore = table["rows"][-1]["cells"][2]
    assert total.replace("−", "-").replace(",", ".") == f"{ore / 10**8:+.1f}".replace("+0.0", "0.0")
    assert page.request.get(f"{demo}{REPORT}versjon/1/rapport.pdf").body().startswith(b"%PDF")


def test_round_under_way_is_read_but_not_published(page: Page, demo: str) -> None:
    sign_in(page, demo, "ingrid.solheim")
    page.goto(f"{demo}/dokumenter/runde/2026-M10/")
    assert "Tallene endrer seg til runden er lukket" in page.locator(".lede").inner_text()
    assert page.get_by_role("button", name="Publiser").count() == 0


def test_whole_turn_ends_with_what_everyone_can_read(page: Page, own_demo: str) -> None:
    sign_in(page, own_demo, "ingrid.solheim")
    page.goto(f"{own_demo}/rapportering/2026-M10/LINDVIK/niva/")
    page.get_by_role("textbox", name="Din vurdering").fill("Vi styrer mot balanse ved nyttår.")
    page.get_by_role("button", name="Lever til formannskapet").click()
    page.goto(f"{own_demo}/rapportering/2026-M10/")
    page.get_by_text("Lukk runden", exact=True).click()
    page.get_by_role("button", name="Lukk runden og lås tallene").click()
    page.goto(f"{own_demo}/dokumenter/runde/2026-M10/")
    page.get_by_role("button", name="Publiser").click()
    expect(page.get_by_text("Rapporten er publisert som versjon 1.")).to_be_visible()
    page.context.clear_cookies()
    page.goto(f"{own_demo}/offentlig/")
    page.get_by_role("link", name="Månedsrapport oktober 2026", exact=True).click()
    expect(page.get_by_text("Vi styrer mot balanse ved nyttår.")).to_be_visible()
    expect(page.locator(".tile__value").first).to_contain_text("−22,4")
