"""Every planted fault."""

from .of_access import OF_ACCESS
from .of_numbers import OF_NUMBERS
from .of_visits import OF_VISITS

FAULTS = (*OF_VISITS, *OF_ACCESS, *OF_NUMBERS)
