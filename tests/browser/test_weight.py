"""How much a page makes a browser fetch: the first time, and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIRST, AFTER = 250_000, 60_000
HOPS = ["/", "/min-side/", "/rapportering/2026-M10/", "/okonomi/LINDVIK/2026-M10/", "/arshjulet/2026/liste/"]


def fetched(page: Page, address: str) -> int:
    """The bytes that came over the wire to show a page."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda done: sizes.append(int(done["encodedDataLength"])))
    page.goto(address, wait_until="networkidle")
    session.detach()
    return sum(sizes)


@pytest.mark.parametrize("path", HOPS)
def test_first_visit_is_light(page: Page, demo: str, path: str) -> None:
    sign_in(page, demo, "controller")
    with page.context.browser.new_context(storage_state=page.context.storage_state()) as fresh:  # type: ignore[union-attr]
        assert fetched(fresh.new_page(), demo + path) < FIRST


def test_later_visits_are_lighter(page: Page, demo: str) -> None:
    sign_in(page, demo, "controller")
    page.goto(demo + "/", wait_until="networkidle")
    heavy = {path: size for path in HOPS if (size := fetched(page, demo + path)) >= AFTER}
    assert heavy == {}
