"""python -m tests.drills.durable failover|load|kill|trouble|power [part ...]"""

import sys

from . import failover, kill, load, power, trouble

DRILLS = {
    "load": load.main,
    "kill": kill.main,
    "trouble": trouble.main,
    "power": power.main,
    "failover": failover.main,
}

if __name__ == "__main__":
    name, *parts = sys.argv[1:]
    sys.exit(DRILLS[name](tuple(parts)))
