"""The planner follows the year; a leader does what it asks; a visitor sees it from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.conftest import examine, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_planner_opens_what_is_late_from_the_wheel_and_sees_who_is_missing(page: Page, demo: str) -> None:
    sign_in(page, demo, "planlegger")
    page.goto(f"{demo}/arshjulet/2026/")
    page.locator(".wheel-wide a.w-station.w-is-forsinket .w-label").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Høstsamtaler på resultatavtalene")
    expect(page.get_by_role("row", name="Sykehjem")).to_contain_text("Mangler")
    assert examine(page) == []


def test_meeting_too_soon_after_the_recommendation_is_stopped_with_the_first_lawful_day(page: Page, demo: str) -> None:
    sign_in(page, demo, "planlegger")
    page.goto(f"{demo}/arshjulet/2026/liste/?lov=1")
    page.get_by_role("link", name="Kommunestyrets vedtak: handlingsprogram og årsbudsjett").click()
    page.get_by_role("link", name="Endre").click()
    assert examine(page) == []
    for field in ("Starter", "Frist"):
        page.get_by_label(field).fill("2026-12-02")
    page.get_by_role("button", name="Lagre").click()
    expect(page.locator("#id_due_on_error")).to_contain_text("tidligste dag er 3. desember 2026")
    assert examine(page) == []


def test_cancelling_asks_for_the_reason(page: Page, own_demo: str) -> None:
    sign_in(page, own_demo, "planlegger")
    page.goto(f"{own_demo}/arshjulet/2027/liste/")
    page.get_by_role("link", name="Halvårssamtaler på resultatavtalene").click()
    page.get_by_role("link", name="Avlys").click()
    assert examine(page) == []
    page.get_by_label("Hvorfor avlyses den?").fill("Slått sammen med høstsamtalene")
    page.get_by_role("button", name="Avlys aktiviteten").click()
    expect(page.get_by_role("main")).to_contain_text("Avlyst: Slått sammen med høstsamtalene")


def test_leader_goes_from_min_side_to_the_report_that_is_due(page: Page, demo: str) -> None:
    sign_in(page, demo, "marte.nygard")
    page.goto(f"{demo}/min-side/")
    page.locator(".todo").get_by_role("link", name="Månedsrapport").first.click()
    expect(page).to_have_url(f"{demo}/rapportering/2026-M10/E214/")


def test_visitor_sees_the_year_and_the_way_in(page: Page, demo: str) -> None:
    page.goto(f"{demo}/")
    expect(page.get_by_role("img", name="Årshjulet 2026")).to_be_visible()
    expect(page.locator("main").get_by_role("link", name="Logg inn")).to_be_visible()
    assert examine(page) == []
