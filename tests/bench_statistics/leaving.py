"""What it costs to find out whether visits refer to an entry that is taken out of the guide."""

from collections.abc import Callable, Iterator

from django.db import transaction

from troubleshooter.content.leaving import referred_to
from troubleshooter.content.references import look_ahead
from troubleshooter.models import Guide, Step


def taken_out(clock: Callable[[], float]) -> Iterator[str]:
    """Looked for ahead, and then in the transaction in which nobody else can write."""
    guide = Guide.objects.get(key="bench")
    met = Step.objects.get(guide=guide, key="step-0")
    never = Step(guide=guide, key="never", title="Nobody met this one")
    ahead, _ = _timed(clock, lambda: look_ahead([guide]))
    again, _ = _timed(clock, lambda: look_ahead([guide]))
    with transaction.atomic():
        inside, found = _timed(clock, lambda: referred_to(guide, [met, never]))
    assert found == [met]
    yield (
        f"- taking two entries out: {ahead:.0f} to look ahead the first time, {again:.1f} later; "
        f"{inside:.1f} in the transaction"
    )


def _timed(clock: Callable[[], float], work: Callable[[], object]) -> tuple[float, object]:
    began = clock()
    done = work()
    return 1e3 * (clock() - began), done
