"""Learning imports nothing but the standard library and the engine."""

import subprocess
import sys

from tests.engine.test_purity import IMPORT_WITH_ALL_ELSE_BLOCKED, ROOT

LEARN = """
import troubleshooter.engine.learning as learning
for module in pkgutil.iter_modules(learning.__path__, "troubleshooter.engine.learning."):
    __import__(module.name)
print(learning.fit(guide, engine.Parameters(), learning.Record()).rounds)
"""


def test_learning_works_with_django_blocked():
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_WITH_ALL_ELSE_BLOCKED + LEARN],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.split()[0], done.stderr) == ("hand_over", "")


def test_everything_that_is_promised_is_there():
    import troubleshooter.engine.learning as learning

    assert sorted(learning.__all__, key=lambda name: (name.islower(), name)) == learning.__all__
    assert all(hasattr(learning, name) for name in learning.__all__)
