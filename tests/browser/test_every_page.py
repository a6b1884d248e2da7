from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.browser.conftest import examine, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent
LISTED: dict[str, Any] = yaml.safe_load((HERE / "pages.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(LISTED["pages"]))
def test_page_is_whole_and_open_to_all(
    page: Page, demo: str, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    said = LISTED["pages"][name]
    sign_in(page, demo, said["as"])
    answer = page.goto(demo + said["at"])
    assert answer is not None
    assert answer.status == HTTPStatus.OK
    assert examine(page) == []
    folder = tmp_path_factory.getbasetemp() / "pages"
    folder.mkdir(exist_ok=True)
    page.screenshot(path=folder / f"{name.replace(':', '-')}.png", full_page=True)
