"""`make drill-flood`: 10,000 visits begun as fast as can be, from one address, on the real server.

Prints what came of it, and ends with status 1 if the flood was not held up, the disk grew, or
somebody honest was not served. The control does the same without a limit, and has to fail.
"""

import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path

from tests.drills.durable.portal import Portal

from .flooding import Browser, flood, go_on

PORT = 8962
TIMES, TIMES_WITHOUT = 10_000, 2_000
WORKERS, A_MINUTE = 2, 300
MOST_BYTES = 20_000_000
FLOODER, ELSEWHERE = "192.0.2.7", "198.51.100.9"
BEHIND_PROXY = {"BEHIND_PROXY": "1", "PROXIES": "1"}


def main() -> int:
    right = held_up(limits="", times=TIMES)
    print("control: the same without a limit")
    wrong = held_up(limits="starts=10000000/minute", times=TIMES_WITHOUT)
    print("ok" if right and not wrong else "NOT as it should be")
    return 0 if right and not wrong else 1


def held_up(*, limits: str, times: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="drill-flood-") as name:
        variables = {**BEHIND_PROXY, "RATE_LIMITS": limits, "VISITS_PER_SOURCE": "200"}
        portal = Portal(folder=Path(name), port=PORT, workers=WORKERS, variables=variables).made()
        portal.start()
        try:
            return _flooded(portal, times)
        finally:
            portal.stop()


def _flooded(portal: Portal, times: int) -> bool:
    """Two are on the way when it begins, one of them behind the same address; one comes after."""
    on_the_way = [Browser(port=PORT, address=one) for one in (FLOODER, ELSEWHERE)]
    begun = [one.begin() for one in on_the_way]
    before, stop, honest = _bytes(portal.folder), threading.Event(), Counter()
    them = [threading.Thread(target=go_on, args=(one, stop, honest)) for one in on_the_way]
    for one in them:
        one.start()
    statuses, silent, seconds = flood(PORT, FLOODER, times)
    newcomer = Browser(port=PORT, address=ELSEWHERE).begin()
    stop.set()
    for one in them:
        one.join()
    grown = _bytes(portal.folder) - before
    most = WORKERS * A_MINUTE * (2 + int(seconds / 60))
    print(f"  {times} starts in {seconds:.0f} s: {dict(statuses)}; at most {most} may begin")
    print(f"  the disk grew by {grown / 1e6:.1f} MB; {silent} were refused without Retry-After")
    print(f"  those on the way: {dict(honest)}; a newcomer elsewhere: {newcomer}")
    return all(
        (
            set(statuses) <= {302, 429},
            statuses[302] <= most < times,
            not silent,
            grown <= MOST_BYTES,
            begun == [302, 302],
            set(honest) <= {200, 302} and honest.total() > 20,
            newcomer == 302,
        )
    )


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    sys.exit(main())
