"""What a browser calls itself, made short enough for people."""

from __future__ import annotations

_BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
_MACHINES = ("iPhone", "iPad", "Android", "Windows", "Mac", "Linux")


def browser_name(user_agent: str) -> str:
    """Browser and machine, as far as they can be told.

    >>> browser_name("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36")
    'Chrome, Windows'
    >>> browser_name("curl/8.0")
    'curl/8.0'
    """
    browser = next((name for mark, name in _BROWSERS.items() if mark in user_agent), "")
    machine = next((name for name in _MACHINES if name in user_agent), "")
    return ", ".join(part for part in (browser, machine) if part) or user_agent[:60]
