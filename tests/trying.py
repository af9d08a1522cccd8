"""How many examples a property is tried on, and how many made-up people are met: few whenever the
tests run, many when they run long.

`make test` takes the profile "short", `make test-long` the profile "long" (`--hypothesis-profile`).
What a property is to find shows in few examples, or else it has a case of its own beside it.
"""

import os

from hypothesis import settings

SHORTER = 4  # the short run takes one of so many examples
FEWEST = 5

# Neither measures time: a slow machine is no fault. In CI the same examples come each time, as is
# Hypothesis' own custom: what is red there was made red by a change.
for name, examples in (("long", 100), ("short", 100 // SHORTER)):
    settings.register_profile(
        name, max_examples=examples, deadline=None, derandomize=bool(os.environ.get("CI"))
    )
# Here, so that it is before pytest takes the profile that its command names.
settings.load_profile("short")


def tries(examples: int, least: int = FEWEST) -> int:
    """So many of them in a long run: for examples that are dear, or need to be many. A test that is no
    property, and asks for them, has the mark "long"."""
    if settings.get_current_profile_name() == "long":
        return examples
    return max(least, examples // SHORTER)
