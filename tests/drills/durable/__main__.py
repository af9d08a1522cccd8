"""python -m tests.drills.durable load|kill [part ...]"""

import sys

from . import kill, load

if __name__ == "__main__":
    name, *parts = sys.argv[1:]
    sys.exit(kill.main(tuple(parts)) if name == "kill" else load.main())
