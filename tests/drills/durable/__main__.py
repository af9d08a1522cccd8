"""python -m tests.drills.durable failover|load|kill|trouble|power|publishing|random [part ...]"""

import sys

from . import failover, kill, load, power, publishing, random_acts, trouble

DRILLS = {
    "load": load.main,
    "kill": kill.main,
    "trouble": trouble.main,
    "power": power.main,
    "failover": failover.main,
    "publishing": publishing.main,
    "random": random_acts.main,
}

if __name__ == "__main__":
    name, *parts = sys.argv[1:]
    sys.exit(DRILLS[name](tuple(parts)))
