"""python -m tests.drills.durable load|kill|trouble [part ...]"""

import sys

from . import kill, load, trouble

DRILLS = {"load": load.main, "kill": kill.main, "trouble": trouble.main}

if __name__ == "__main__":
    name, *parts = sys.argv[1:]
    sys.exit(DRILLS[name](tuple(parts)))
