"""The administrator changes the organisation; others look back in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.conftest import examine, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_the_tree_opens_with_the_keyboard_and_looks_back_in_time(page: Page, demo: str) -> None:
    sign_in(page, demo, "medarbeider")
    page.goto(f"{demo}/organisasjon/")
    closed = page.locator("summary", has_text="enheter under Sykehjem")
    closed.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Nordtun sykehjem")).to_be_visible()
    page.locator("input[name=dag]").fill("2025-07-01")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page.get_by_role("heading", name="Slik er organisasjonen 1. juli 2025")).to_be_visible()
    expect(page.get_by_text("Fysio- og ergoterapitjenesten").first).to_be_attached()


def test_a_unit_is_renamed_after_reading_what_will_happen(page: Page, own_demo: str) -> None:
    sign_in(page, own_demo, "systemansvarlig")
    page.goto(f"{own_demo}/organisasjon/E214/")
    page.locator("summary", has_text="Endre").click()
    page.get_by_role("link", name="Gi nytt navn").click()
    page.get_by_label("Nytt navn").fill("Hjemmetjenesten Nordvest")
    page.get_by_label("Gjelder fra").fill("2027-01-01")
    page.get_by_role("button", name="Se hva som skjer").click()
    expect(page.get_by_text("Fra 1. januar 2027 heter Hjemmetjenesten Vest")).to_be_visible()
    assert examine(page) == []
    page.get_by_role("button", name="Gi nytt navn").click()
    expect(page.get_by_role("heading", name="Hjemmetjenesten Vest")).to_be_visible()
    page.goto(f"{own_demo}/organisasjon/E214/?dag=2027-01-01")
    expect(page.get_by_role("heading", name="Hjemmetjenesten Nordvest")).to_be_visible()


def test_forms_reached_from_pages_are_sound(page: Page, demo: str) -> None:
    sign_in(page, demo, "systemansvarlig")
    ways = [("E214/", "Avslutt Marte Nygård"), ("E214/", "Sett inn i Avdelingsleder sone sør")]
    ways += [("politisk/", "Endre Kommunestyret"), ("politisk/", "Legg ned Ungdomsrådet")]
    for at, link in ways:
        page.goto(f"{demo}/organisasjon/{at}")
        page.get_by_role("link", name=link).click()
        page.wait_for_load_state()
        assert (link, examine(page)) == (link, [])
