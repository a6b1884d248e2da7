"""The first run of an installation: who the municipality is, and who lets the others in.

Whoever has the code that was printed where the server was started may do it, once. What is filled in is kept in the
session from step to step and stored all at once at the end; the password is never kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth import login
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from styring.access.services import found_municipality
from styring.home.forms import AdministratorForm, CodeForm, LanguageForm, LevelsForm, MunicipalityForm
from styring.home.queries import code_file, is_founded, is_setup_code
from styring.kernel.clock import today
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.organisation.models import Level, Municipality, Unit
from styring.organisation.services.levels import create_level

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise

    from styring.accounts.models import User
    from styring.ui.forms import Form

_KEPT = "setup"
_CODE = "setup-code"


@dataclass(frozen=True)
class Step:
    """A page of the wizard."""

    name: str
    title: Promise
    question: Promise
    lede: Promise
    form: type[Form]


STEPS = (
    Step(
        "kommunen",
        _("Kommunen"),
        _("Hvilken kommune er dette?"),
        _("Navnet står øverst på hver side og på alt som publiseres."),
        MunicipalityForm,
    ),
    Step(
        "sprak",
        _("Språk"),
        _("Hvilket språk skal vi bruke?"),
        _("Systemet finnes i sin helhet på bokmål, nynorsk og engelsk."),
        LanguageForm,
    ),
    Step(
        "nivaer",
        _("Nivåer"),
        _("Hva heter nivåene hos dere?"),
        _("Fra toppen og ned. La de nederste stå tomme hvis dere har færre. Navnene kan endres siden."),
        LevelsForm,
    ),
    Step(
        "ansvarlig",
        _("Systemansvarlig"),
        _("Hvem er systemansvarlig?"),
        _("Den første som får logge inn, og som slipper inn de andre."),
        AdministratorForm,
    ),
)


def _only_before_founding(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @never_cache
    @wraps(view)
    def seen(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if is_founded():
            raise NotFoundError(gettext_noop("Kommunen er alt satt opp."))
        return view(request, *args, **kwargs)

    return seen


@_only_before_founding
def setup_start(request: HttpRequest) -> HttpResponse:
    """Ask for the code, unless it came with the address."""
    given = (
        request.POST if request.method == "POST" else {"code": request.GET["kode"]} if "kode" in request.GET else None
    )
    form = CodeForm(given)
    if form.is_bound and form.is_valid():
        request.session[_CODE] = form.cleaned_data["code"]
        return redirect("home:setup_step", step=STEPS[0].name)
    return render(request, "home/setup_start.html", {"form": form, "is_first_run": True})


@_only_before_founding
def setup_step(request: HttpRequest, step: str) -> HttpResponse:
    """One step: show it, or keep what was filled in and go on; the last one stores all."""
    place = _place_of(step)
    if not is_setup_code(request.session.get(_CODE, "")):
        return redirect("home:setup")
    kept: dict[str, dict[str, Any]] = request.session.get(_KEPT, {})
    missing = next((known.name for known in STEPS[:place] if known.name not in kept), None)
    if missing:
        return redirect("home:setup_step", step=missing)
    form = STEPS[place].form(request.POST or None, initial=_initial(step, kept))
    if not form.is_bound or not form.is_valid():
        return render(request, "home/setup_step.html", {**_shown(place, kept, form), "is_first_run": True})
    if isinstance(form, AdministratorForm):
        return _finished(request, kept, form)
    request.session[_KEPT] = {**kept, step: form.cleaned_data}
    return _next(request, place, form.cleaned_data)


def _place_of(step: str) -> int:
    place = next((n for n, known in enumerate(STEPS) if known.name == step), None)
    if place is None:
        raise NotFoundError(gettext_noop("Det finnes ikke noe slikt steg."))
    return place


def _next(request: HttpRequest, place: int, filled_in: dict[str, Any]) -> HttpResponse:
    """On to the step after, in the language that was just chosen."""
    answer = redirect("home:setup_step", step=STEPS[place + 1].name)
    if "language" in filled_in:
        answer.set_cookie("language", filled_in["language"], samesite="Lax", secure=request.is_secure())
    return answer


def _initial(step: str, kept: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What stands in the fields at first: what was filled in before, else what most would answer."""
    usual = {
        "sprak": {"language": translation.get_language()},
        "nivaer": {
            "name_1": gettext("Kommunen"), "title_1": gettext("Kommunedirektør"),
            "name_2": gettext("Sektor"), "title_2": gettext("Direktør"),
            "name_3": gettext("Kommunalområde"), "title_3": gettext("Kommunalsjef"),
            "name_4": gettext("Virksomhet"), "title_4": gettext("Virksomhetsleder"),
        },
    }  # fmt: skip
    return kept.get(step) or usual.get(step, {})


def _shown(place: int, kept: dict[str, dict[str, Any]], form: Form) -> dict[str, object]:
    steps = [
        {
            "title": known.title,
            "name": known.name,
            "state": "here" if n == place else "done" if known.name in kept else "",
        }
        for n, known in enumerate(STEPS)
    ]
    before = STEPS[place - 1].name if place else None
    return {"step": STEPS[place], "number": place + 1, "steps": steps, "before": before, "form": form, "kept": kept}


def _finished(request: HttpRequest, kept: dict[str, dict[str, Any]], form: AdministratorForm) -> HttpResponse:
    """Store everything, forget the code, sign the administrator in."""
    levels = LevelsForm(kept["nivaer"])
    levels.full_clean()
    actor = form.person()
    actor.language = kept["sprak"]["language"]
    actor.set_password(form.cleaned_data["password"])
    _founded(actor, {**kept["kommunen"], **kept["sprak"]}, levels.levels())
    code_file().unlink(missing_ok=True)
    request.session.pop(_KEPT, None)
    login(request, actor, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("home:my_page")


@transaction.atomic
def _founded(actor: User, said: dict[str, str], levels: list[tuple[int, str, str]]) -> None:
    top, *lower = [Level(number=number, name=name, leader_title=title) for number, name, title in levels]
    found_municipality(
        actor=actor,
        municipality=Municipality(**said),
        top=Unit(code=said["number"]),
        level=top,
        since=today().replace(month=1, day=1),
    )
    for level in lower:
        create_level(actor=actor, level=level)
