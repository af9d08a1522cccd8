"""The engine stands alone: it imports with everything but the standard library out of reach."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMPORT_WITH_ALL_ELSE_BLOCKED = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        allowed = name == "troubleshooter" or name.startswith("troubleshooter.engine")
        if not allowed and name.partition(".")[0] not in sys.stdlib_module_names:
            raise ImportError(f"the engine must not import {name}")
        return None

sys.meta_path.insert(0, Blocker())
import pkgutil
import troubleshooter.engine as engine

for module in pkgutil.iter_modules(engine.__path__, "troubleshooter.engine."):
    __import__(module.name)
guide = engine.Guide(key="g", support_minutes=5, causes=("c",))
print(engine.next_move(guide, engine.Parameters(), engine.Evidence()).kind.value)
"""


def test_the_engine_imports_and_decides_with_django_blocked():
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_WITH_ALL_ELSE_BLOCKED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("hand_over", "")


def test_everything_that_is_promised_is_there():
    import troubleshooter.engine as engine

    assert engine.__all__ == sorted(engine.__all__, key=lambda name: (not name.isupper(), name))
    assert all(hasattr(engine, name) for name in engine.__all__)
