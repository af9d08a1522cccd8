"""python -m tests.drills.durable failover|load|kill|trouble|power|publishing [part ...]"""

import sys

from . import failover, kill, load, power, publishing, trouble

DRILLS = {
    "load": load.main,
    "kill": kill.main,
    "trouble": trouble.main,
    "power": power.main,
    "failover": failover.main,
    "publishing": publishing.main,
}

if __name__ == "__main__":
    name, *parts = sys.argv[1:]
    sys.exit(DRILLS[name](tuple(parts)))
