"""Faults in who gets in, what becomes markup, and what browsers are told to refuse."""

from .fault import Fault

HEADERS = "tests/security/test_headers.py"
OF_ACCESS = (
    Fault(
        name="statistics are for everyone who is signed in",
        file="troubleshooter/views/insights/access.py",
        old="        if not request.user.has_perm(MAY_SEE):\n",
        new="        if False:\n",
        tests=("tests/insights/test_access.py",),
    ),
    Fault(
        name="drafts are previewed by all of staff",
        file="troubleshooter/views/preview.py",
        old='    if not request.user.has_perm("troubleshooter.view_guide"):\n',
        new="    if False:\n",
        tests=("tests/admin/preview/test_who_and_when.py",),
    ),
    Fault(
        name="an author agrees to their own draft",
        file="troubleshooter/editing/plans.py",
        old="    if planned.author_id == by.pk:\n        raise NotPossible(NOT_YOUR_OWN)\n",
        new="",
        tests=("tests/editing/test_plans.py", "tests/admin/test_publish_page.py"),
    ),
    Fault(
        name="the password alone is enough where a code is asked for",
        file="troubleshooter/views/staff_gate.py",
        old="    if request.user.is_verified():\n",
        new="    if True:\n",
        tests=("tests/security/test_second_factor.py",),
    ),
    Fault(
        name="passwords can be guessed for ever",
        file="troubleshooter/views/sign_in_guard.py",
        old="return seconds_to_wait(request, credentials) > 0",
        new="return False",
        tests=("tests/security/test_guessing_passwords.py",),
    ),
    Fault(
        name="nobody is held up",
        file="troubleshooter/views/limiting.py",
        old="return not visitors().hit(kind, who)",
        new="return False",
        tests=("tests/security/test_flooding.py",),
    ),
    Fault(
        name="network addresses are kept as they are",
        file="troubleshooter/views/sources.py",
        old='return salted_hmac(f"{salt} {day}", address, algorithm="sha256").hexdigest()',
        new="return address",
        tests=("tests/journeys/test_beginners.py",),
    ),
    Fault(
        name="HTML in a guide's Markdown is markup",
        file="troubleshooter/content/markup.py",
        old='{"html": False}',
        new='{"html": True}',
        tests=("tests/pages/test_hostile_text.py",),
    ),
    Fault(
        name="what a visitor wrote or chose is not escaped",
        file="templates/troubleshooter/_answers.html",
        old="<dt>{{ one.text|words }}</dt>",
        new="<dt>{{ one.text|safe }}</dt>",
        tests=("tests/pages/test_hostile_text.py",),
    ),
    Fault(
        name="forged posts are taken",
        file="helpdesk/settings.py",
        old='    "django.middleware.csrf.CsrfViewMiddleware",\n',
        new="",
        tests=("tests/journeys/test_web_contract.py",),
    ),
    Fault(
        name="errors come without the headers",
        file="helpdesk/headers.py",
        old="        for name, value in ALWAYS.items():\n",
        new="        for name, value in ALWAYS.items() if response.status_code < 400 else ():\n",
        tests=(HEADERS,),
    ),
    Fault(
        name="scripts may stand in pages",
        file="helpdesk/headers.py",
        old='"script-src": [SELF],',
        new='"script-src": [SELF, "\'unsafe-inline\'"],',
        tests=(HEADERS, "tests/journeys/test_web_contract.py"),
    ),
    Fault(
        name="scripts can read the cookie of a visit",
        file="troubleshooter/views/cookies.py",
        old="        httponly=True,\n",
        new="",
        tests=("tests/journeys/test_web_contract.py", HEADERS),
    ),
    Fault(
        name="the cookie of a visit goes over plain http",
        file="troubleshooter/views/cookies.py",
        old="        secure=settings.VISIT_COOKIE_SECURE,\n",
        new="",
        tests=(HEADERS,),
    ),
    Fault(
        name="the choice of a language leads to other sites",
        file="troubleshooter/views/languages.py",
        old='return place if ours else reverse("home")',
        new='return place or reverse("home")',
        tests=("tests/languages/test_switching.py",),
    ),
    Fault(
        name="search engines may list visits",
        file="troubleshooter/views/search_engines.py",
        old='if not getattr(response, "listed", False):',
        new='if not getattr(response, "listed", True):',
        tests=("tests/pages/test_search_engines.py",),
    ),
    Fault(
        name="a token opens visits of other guides",
        file="troubleshooter/visits/opening.py",
        old="filter(guide__key=guide_key).filter(token_hash=opened)",
        new="filter(guide__key__gte=guide_key).filter(token_hash=opened)",
        tests=("tests/security/test_objects.py",),
    ),
    Fault(
        name="what was published can be walked as a preview",
        file="troubleshooter/editing/preview.py",
        old="Revision.objects.filter(pk=revision_id, number=None)",
        new="Revision.objects.filter(pk=revision_id)",
        tests=("tests/security/test_objects.py",),
    ),
    Fault(
        name="a GET begins a visit",
        file="troubleshooter/views/guide.py",
        old="@require_POST\n",
        new="",
        tests=("tests/security/test_addresses.py",),
    ),
    Fault(
        name="one guide's plan is agreed to below another's address",
        file="troubleshooter/admin/workbench/publish.py",
        old="def approve(request: HttpRequest, guide: Guide, planned: int) -> HttpResponse:\n"
        "    row = get_object_or_404(guide.planned, pk=planned)",
        new="def approve(request: HttpRequest, guide: Guide, planned: int) -> HttpResponse:\n"
        "    row = get_object_or_404(PlannedPublication, pk=planned)",
        tests=("tests/security/test_objects.py",),
    ),
)
