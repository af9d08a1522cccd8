"""Faults in what is kept of a visit: when it is written, how often, and what is deleted."""

from .fault import Fault

JOURNEYS = "tests/journeys"
OF_VISITS = (
    Fault(
        name="a visit is not locked while it is written",
        file="troubleshooter/visits/opening.py",
        old='return _by_token(guide_key, opened).select_for_update(of=("self",))',
        new="return _by_token(guide_key, opened)",
        tests=(f"{JOURNEYS}/test_row_locks.py",),
    ),
    Fault(
        name="a step is not written as one",
        file="troubleshooter/visits/services.py",
        old="    with transaction.atomic():\n        return write(require_visit(",
        new="    if True:\n        return write(require_visit(",
        tests=(f"{JOURNEYS}/test_row_locks.py", f"{JOURNEYS}/test_concurrency.py"),
    ),
    Fault(
        name="who lost a race to begin gets a second visit",
        file="troubleshooter/visits/services.py",
        old="return _begun_before(live, token) or written(new_token())",
        new="return written(new_token())",
        tests=(f"{JOURNEYS}/test_begun_twice.py",),
    ),
    Fault(
        name="the same answer, sent again, is recorded again",
        file="troubleshooter/visits/entries.py",
        old="    if before == value:\n        return None\n",
        new="",
        tests=(f"{JOURNEYS}/test_concurrency.py",),
    ),
    Fault(
        name="a token is kept as it is",
        file="troubleshooter/visits/tokens.py",
        old="return hashlib.sha256(token.encode()).digest()",
        new="return token.encode()[:32]",
        tests=(f"{JOURNEYS}/test_web_contract.py",),
    ),
    Fault(
        name="what was written for support stays when answers are deleted",
        file="troubleshooter/visits/services.py",
        old="        visit.handoff = {}\n",
        new="",
        tests=("tests/statistics/test_keeping.py", f"{JOURNEYS}/test_changing_answers.py"),
    ),
    Fault(
        name="answers stay when they are deleted",
        file="troubleshooter/visits/services.py",
        old="        visit.events.exclude(kind=EventKind.STARTED).delete()\n",
        new="",
        tests=(f"{JOURNEYS}/test_changing_answers.py",),
    ),
    Fault(
        name="a second device still opens a visit whose answers were deleted",
        file="troubleshooter/visits/services.py",
        old="        visit.passes.all().delete()\n",
        new="",
        tests=(f"{JOURNEYS}/test_another_device.py",),
    ),
    Fault(
        name="a pass to another device never ends",
        file="troubleshooter/visits/passes.py",
        old="            expires_at__gt=now,\n",
        new="",
        tests=(f"{JOURNEYS}/test_another_device.py",),
    ),
    Fault(
        name="a pass to another device works twice",
        file="troubleshooter/visits/passes.py",
        old="still_open = DevicePass.objects.filter(pk=found.pk, token_hash=None)",
        new="still_open = DevicePass.objects.filter(pk=found.pk)",
        tests=(f"{JOURNEYS}/test_another_device.py",),
    ),
    Fault(
        name="a risky step is shown without its warning",
        file="troubleshooter/visits/gates.py",
        old="return None if step.key in here.state.confirmed else step.key",
        new="return None",
        tests=(f"{JOURNEYS}/test_risky_steps.py",),
    ),
    Fault(
        name="visits are deleted a moment too early",
        file="troubleshooter/visits/pruning.py",
        old="started_at__lt=before",
        new="started_at__lte=before",
        tests=("tests/statistics/test_keeping.py",),
    ),
    Fault(
        name="old visits are deleted while somebody writes to them",
        file="troubleshooter/visits/pruning.py",
        old='.order_by("pk").select_for_update()',
        new='.order_by("pk")',
        tests=(f"{JOURNEYS}/test_row_locks.py",),
    ),
    Fault(
        name="a draft with problems is published",
        file="troubleshooter/content/publishing.py",
        old="    if problems:\n",
        new="    if False:\n",
        tests=("tests/content/test_publishing.py",),
    ),
    Fault(
        name="what is handed over is sent unsigned",
        file="troubleshooter/delivering/signing.py",
        old="hmac.new(key, content, sha256)",
        new="hmac.new(key, body, sha256)",
        tests=("tests/delivering/test_signing.py",),
    ),
)
