"""How many examples a property is tried on, and how many made-up people are met: few whenever the
tests run, many when they run long.

`make test` takes the profile "short", `make test-long` the profile "long" (`--hypothesis-profile`).
What a property is to find shows in few examples, or else it has a case of its own beside it.
"""

from hypothesis import settings

SHORTER = 4  # the short run takes one of so many examples
FEWEST = 5

# Neither measures time: a slow machine is no fault.
settings.register_profile("long", max_examples=100, deadline=None)
settings.register_profile("short", max_examples=100 // SHORTER, deadline=None)
# Here, so that it is before pytest takes the profile that its command names.
settings.load_profile("short")


def tries(examples: int, least: int = FEWEST) -> int:
    """So many of them in a long run: for examples that are dear, or need to be many. A test that is no
    property, and asks for them, has the mark "long"."""
    if settings.get_current_profile_name() == "long":
        return examples
    return max(least, examples // SHORTER)
