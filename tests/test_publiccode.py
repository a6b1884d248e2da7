"""publiccode.yml holds what the standard, version 0.4, asks for: https://yml.publiccode.tools."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

FILE = Path(__file__).parents[1] / "publiccode.yml"
SAID: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
MUST = ("publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType")
MUST += ("description", "legal/license", "maintenance/type", "localisation/availableLanguages")
LONGEST_NAME, LONGEST_SHORT, LONG, LONGEST_FEATURE = 35, 150, range(150, 10_001), 100
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
TYPES = {"standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend"}
TYPES |= {"standalone/other", "addon", "library", "configurationFiles"}
MAINTENANCE = {"internal", "contract", "community", "none"}


def at(path: str) -> Any:
    found: Any = SAID
    for name in path.split("/"):
        found = found[name]
    return found


@pytest.mark.parametrize("path", MUST)
def test_what_must_be_said_is_said(path: str) -> None:
    assert at(path)


def test_words_from_lists_are_in_the_lists() -> None:
    assert SAID["publiccodeYmlVersion"] in {"0.4", "0.4.0", "0.5", "0.5.0"}
    assert SAID["developmentStatus"] in STATUSES
    assert SAID["softwareType"] in TYPES
    assert SAID["maintenance"]["type"] in MAINTENANCE
    assert isinstance(SAID["localisation"]["localisationReady"], bool)
    assert set(SAID["platforms"]) <= {"web", "windows", "mac", "linux", "ios", "android"}


def test_community_names_whom_to_contact() -> None:
    assert SAID["maintenance"]["type"] != "community" or all(one["name"] for one in SAID["maintenance"]["contacts"])


def test_a_version_has_the_day_it_was_released() -> None:
    assert "softwareVersion" not in SAID or isinstance(SAID.get("releaseDate"), date)


@pytest.mark.parametrize("language", sorted(SAID["description"]))
def test_description_is_as_long_as_it_may_be(language: str) -> None:
    said = SAID["description"][language]
    assert len(said.get("genericName", "")) <= LONGEST_NAME
    assert 0 < len(said["shortDescription"]) <= LONGEST_SHORT
    assert len(said["longDescription"]) in LONG
    assert said["features"]
    assert [one for one in said["features"] if len(one) > LONGEST_FEATURE] == []
