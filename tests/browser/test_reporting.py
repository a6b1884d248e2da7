"""October's round from the unit to the municipality, on a laptop and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE, examine, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

ROUND = "/rapportering/2026-M10"
VEST, HEAD, DIRECTOR, TOP = f"{ROUND}/E214/", f"{ROUND}/K21/niva/", f"{ROUND}/D2/niva/", f"{ROUND}/LINDVIK/niva/"


def row(page: Page, unit: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader").get_by_role("link", name=unit, exact=True))


def approve(page: Page, *units: str) -> None:
    for unit in units:
        row(page, unit).get_by_role("button", name="Godkjenn").click()
        expect(page.get_by_text("Rapporten er godkjent.")).to_be_visible()


def deliver_level(page: Page, words: str, button: str = "Lever oppover") -> None:
    page.get_by_role("textbox", name="Din vurdering").fill(words)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("status").get_by_text("Rapporten er levert til")).to_be_visible()


def unit_leader_reports(page: Page, demo: str) -> None:
    sign_in(page, demo, "marte.nygard")
    page.goto(demo + VEST)
    page.get_by_text("Delvis", exact=True).click()
    expect(page.locator("#mangler")).to_contain_text("Alt som kreves, er fylt ut.")
    page.get_by_role("button", name="Send inn").click()
    expect(page.get_by_text("Rapporten er levert.")).to_be_visible()


def head_sends_it_back(page: Page, demo: str) -> None:
    sign_in(page, demo, "kari.brekke")
    page.goto(demo + HEAD)
    vest = row(page, "Hjemmetjenesten Vest")
    vest.get_by_text("Send tilbake").first.click()
    vest.get_by_label("Hva mangler?").fill("Når er turnusen avklart?")
    vest.get_by_role("button", name="Send tilbake").click()
    expect(row(page, "Hjemmetjenesten Vest")).to_contain_text("Sendt tilbake")


def unit_leader_corrects(page: Page, demo: str) -> None:
    sign_in(page, demo, "marte.nygard")
    page.goto(demo + VEST)
    expect(page.get_by_text("Når er turnusen avklart?").first).to_be_visible()
    page.get_by_role("textbox", name="Forklaring").fill(
        "410 timer i uka over budsjett. Turnusen er avklart 16. november."
    )
    expect(page.locator("#lagret")).to_contain_text("Lagret")
    page.get_by_role("button", name="Send inn").click()
    expect(page.get_by_text("Rapporten er levert.")).to_be_visible()


def line_approves(page: Page, demo: str) -> None:
    sign_in(page, demo, "kari.brekke")
    page.goto(demo + HEAD)
    approve(page, "Hjemmetjenesten Vest", "Hjemmetjenesten Nord", "Tildelingskontoret")
    page.get_by_role("textbox", name="Din justering").fill("0")
    deliver_level(page, "Distriktene ligger over budsjett.")
    sign_in(page, demo, "siri.haugen")
    page.goto(demo + DIRECTOR)
    approve(page, "Hjemmetjenester og helse")
    deliver_level(page, "Hjemmetjenestene er den største risikoen.")
    sign_in(page, demo, "ingrid.solheim")
    page.goto(demo + TOP)
    approve(page, "Oppvekst", "Helse og mestring", "Samfunn og kultur", "Organisasjon og økonomi")
    deliver_level(page, "Merforbruket er 22,4 millioner.", "Lever til formannskapet")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["laptop", "phone"])
def test_report_goes_up_the_line_and_the_sum_is_the_same(page: Page, own_demo: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    unit_leader_reports(page, own_demo)
    head_sends_it_back(page, own_demo)
    unit_leader_corrects(page, own_demo)
    line_approves(page, own_demo)
    page.goto(f"{own_demo}{ROUND}/samlet/")
    expect(page.locator(".tile__value").first).to_contain_text("−22,4")
    expect(page.get_by_text("Merforbruket er 22,4 millioner.")).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["laptop", "phone"])
def test_several_are_ticked_and_approved_with_the_keyboard(page: Page, own_demo: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sign_in(page, own_demo, "kari.brekke")
    page.goto(own_demo + HEAD)
    assert examine(page) == []
    for unit in ("Hjemmetjenesten Nord", "Tildelingskontoret"):
        row(page, unit).get_by_role("checkbox", name=f"Velg {unit} til godkjenning").press("Space")
    page.get_by_role("button", name="Godkjenn valgte").press("Enter")
    expect(page.get_by_text("2 rapporter er godkjent.")).to_be_visible()


def test_nothing_to_report_takes_three_clicks(page: Page, own_demo: str) -> None:
    sign_in(page, own_demo, "ingrid.solheim")
    page.goto(f"{own_demo}{ROUND}/E101/")
    page.get_by_label("Merknad til den som rapporterer").fill("Se over en gang til.")
    page.get_by_role("button", name="Åpne igjen").click()
    sign_in(page, own_demo, "astrid.holm")
    page.goto(f"{own_demo}{ROUND}/")
    clicks = [
        page.locator("section[aria-labelledby=mine]").get_by_role("link").first,
        page.get_by_role("button", name="Som sist"),
        page.get_by_role("button", name="Send inn"),
    ]
    for click in clicks:
        click.click()
        page.wait_for_load_state()
    expect(page.get_by_text("Rapporten er levert.")).to_be_visible()
    assert len(clicks) == 3


def test_two_people_on_one_report_lose_nothing(page: Page, browser: Browser, own_demo: str) -> None:
    sign_in(page, own_demo, "marte.nygard")
    page.goto(own_demo + VEST)
    other = browser.new_context(locale="nb-NO").new_page()
    sign_in(other, own_demo, "controller")
    other.goto(own_demo + VEST)
    page.get_by_role("textbox", name="Forklaring").fill("Lederens tekst.")
    expect(page.locator("#lagret")).to_contain_text("Lagret")
    page.wait_for_timeout(1500)
    other.get_by_role("textbox", name="Forklaring").fill("Controllerens tekst.")
    other.get_by_role("button", name="Lagre til senere").click()
    expect(other.get_by_text("Lederens tekst.")).to_be_visible()
    expect(other.get_by_role("textbox", name="Forklaring")).to_have_value("Controllerens tekst.")
    other.get_by_role("button", name="Lagre min tekst").click()
    expect(other.get_by_text("Rapporten er lagret.")).to_be_visible()
    other.context.close()


def test_expired_session_keeps_what_was_typed(page: Page, own_demo: str) -> None:
    sign_in(page, own_demo, "marte.nygard")
    page.goto(own_demo + VEST)
    page.evaluate("document.querySelector('#rapport').removeAttribute('hx-post')")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("textbox", name="Forklaring").fill("Dette skal ikke bli borte.")
    page.get_by_role("button", name="Lagre til senere").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Du er logget ut")
    expect(page.get_by_text("Dette skal ikke bli borte.")).to_be_visible()
    assert examine(page) == []
    again = page.context.new_page()
    sign_in_beside(again, own_demo)
    page.get_by_role("button", name="Jeg er inne igjen").click()
    expect(page.get_by_role("textbox", name="Forklaring")).to_have_value("Dette skal ikke bli borte.")


def sign_in_beside(page: Page, demo: str) -> None:
    page.goto(f"{demo}/demo/")
    page.locator('form[action="/demo/marte.nygard/"] button').first.click()
    page.wait_for_load_state()
    page.close()


def test_report_is_written_without_script(browser: Browser, own_demo: str) -> None:
    page = browser.new_context(locale="nb-NO", java_script_enabled=False).new_page()
    sign_in(page, own_demo, "marte.nygard")
    page.goto(own_demo + VEST)
    page.get_by_role("textbox", name="Din årsprognose").fill("121 300")
    page.get_by_role("button", name="Lagre til senere").click()
    expect(page.get_by_role("textbox", name="Din årsprognose")).to_have_value("121\u202f300")
    expect(page.get_by_text("−2 800")).to_be_visible()
    page.context.close()


def test_deviation_and_measure_are_whole_pages(page: Page, demo: str) -> None:
    sign_in(page, demo, "siri.haugen")
    page.goto(f"{demo}/rapportering/avvik/")
    page.get_by_role("link", name="Merforbruk: Hjemmetjenesten Nord").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merforbruk: Hjemmetjenesten Nord")
    assert examine(page) == []
    page.get_by_role("link", name="Felles turnus med distrikt Vest").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Felles turnus med distrikt Vest")
    assert examine(page) == []
