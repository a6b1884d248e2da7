from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ImproperlyConfigured

from styring.project import environment
from styring.project.folders import data_folder, is_unused, keep_mode, mode_of
from styring.project.secrets import secret_key

if TYPE_CHECKING:
    from pathlib import Path

LOCAL = environment.address("http://localhost:8000")


@pytest.mark.parametrize("url", ["http://styring.no", "styring.kommunen.no", "ftp://localhost", "https://", ""])
def test_address_that_is_unsafe_or_none_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="STYRING_URL"):
        environment.address(url)


@pytest.mark.parametrize("url", ["http://localhost:8103", "http://127.0.0.1", "https://styring.kommunen.no"])
def test_safe_address_is_taken(url: str) -> None:
    assert environment.address(url).url == url


def test_every_host_is_refused_in_production_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_HOSTS", "a.no, *")
    with pytest.raises(ImproperlyConfigured, match="STYRING_HOSTS"):
        environment.hosts(LOCAL, "production")
    assert "a.no" in environment.hosts(LOCAL, "demo")


def test_held_clock_is_refused_in_production_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")
    with pytest.raises(ImproperlyConfigured, match="STYRING_TODAY"):
        environment.refuse_held_clock("production")
    environment.refuse_held_clock("demo")


def test_number_must_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.whole_number("STYRING_PROXIES", 0) == 0
    monkeypatch.setenv("STYRING_PROXIES", "-1")
    with pytest.raises(ImproperlyConfigured, match="STYRING_PROXIES"):
        environment.whole_number("STYRING_PROXIES", 0)


def test_other_databases_are_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database("mysql://root@localhost/styring")


def test_mail_goes_encrypted_and_without_a_server_to_files() -> None:
    sent = environment.mail("smtp://ola:p%40ss@post.kommunen.no:2525", "data")
    assert (sent["EMAIL_PORT"], sent["EMAIL_USE_TLS"], sent["EMAIL_HOST_PASSWORD"]) == (2525, True, "p@ss")
    assert environment.mail("smtps://post.kommunen.no", "data")["EMAIL_USE_SSL"] is True
    assert environment.mail(None, "data")["EMAIL_FILE_PATH"] == "data/mail"
    with pytest.raises(ImproperlyConfigured, match="STYRING_MAIL"):
        environment.mail("post.kommunen.no", "data")


def test_real_installation_is_never_opened_as_a_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_mode(tmp_path, "production")
    monkeypatch.setenv("STYRING_MODE", "demo")
    with pytest.raises(ImproperlyConfigured, match="production"):
        mode_of(tmp_path)
    monkeypatch.setenv("STYRING_MODE", "play")
    with pytest.raises(ImproperlyConfigured, match="STYRING_MODE"):
        mode_of(tmp_path)


def test_folder_keeps_its_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_unused(tmp_path)
    keep_mode(tmp_path / "new", "demo")
    monkeypatch.setenv("STYRING_MODE", "demo")
    assert mode_of(tmp_path / "new") == "demo"
    assert not is_unused(tmp_path / "new")


def test_named_data_folder_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_DATA", str(tmp_path))
    assert data_folder() == tmp_path


def test_secret_is_made_once_and_for_one_self_only(tmp_path: Path) -> None:
    made = secret_key(tmp_path, "production")
    assert len(made) >= 50
    assert secret_key(tmp_path, "production") == made
    (tmp_path / "secret-key").chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        secret_key(tmp_path, "production")


def test_short_secret_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_SECRET_KEY", "kort")
    with pytest.raises(ImproperlyConfigured, match="STYRING_SECRET_KEY"):
        secret_key(tmp_path, "production")
