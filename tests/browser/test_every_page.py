from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.browser.conftest import examine, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

HERE = Path(__file__).parent
LISTED: dict[str, Any] = yaml.safe_load((HERE / "pages.yaml").read_text(encoding="utf-8"))
TABLE: dict[str, Any] = yaml.safe_load((HERE.parent / "permissions.yaml").read_text(encoding="utf-8"))
PERMISSIONS: dict[str, Any] = TABLE["addresses"]


def opened(page: Page, demo: str, said: dict[str, Any]) -> Response:
    """The answer to opening a page, by way of the links that lead to it."""
    sign_in(page, demo, said["as"])
    answer = page.goto(demo + said["at"])
    for way in said.get("follow", ()):
        beginning, _any, end = way.partition("*")
        address = page.locator(f'main a[href^="{beginning}"][href$="{end or "/"}"]').first.get_attribute("href")
        answer = page.goto(f"{demo}{address}")
    assert answer is not None
    return answer


@pytest.mark.parametrize("name", sorted(LISTED["pages"]))
def test_page_is_whole_and_open_to_all(
    page: Page, demo: str, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert opened(page, demo, LISTED["pages"][name]).status == HTTPStatus.OK
    folder = tmp_path_factory.getbasetemp() / "pages"
    folder.mkdir(exist_ok=True)
    page.screenshot(path=folder / f"{name.replace(':', '-')}.png", full_page=True)
    assert examine(page) == []


def is_page(name: str, row: dict[str, Any]) -> bool:
    """May somebody open it, and is it shown to them as a page?"""
    given = row.get("gives", HTTPStatus.OK)
    return not name.endswith(" POST") and given == HTTPStatus.OK and bool(row["open"] or row.get("anonymous") == "open")


def test_every_page_is_listed() -> None:
    pages = {name for name, row in PERMISSIONS.items() if is_page(name, row)}
    known = {*LISTED["pages"], *LISTED["not_pages"]}
    assert sorted(pages - known) == []
    assert sorted(known - PERMISSIONS.keys()) == []
