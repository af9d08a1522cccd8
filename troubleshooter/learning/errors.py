"""Why something cannot be learnt, adopted or named. Each says what to do about it."""


class NothingToLearn(Exception):
    """The guide is not published, or no visit of it says anything about its numbers."""


class NotAdoptable(Exception):
    """These numbers cannot go live."""


class FitsWorse(NotAdoptable):
    """What was learnt foretells visits that were held out worse than the editors' numbers do."""


class OtherRevision(NotAdoptable):
    """The numbers were learnt for a revision that is not live any more."""


class NeedsApproval(NotAdoptable):
    """The guide wants someone other than the author to agree before visitors meet anything new."""


class UnknownPlace(NotAdoptable):
    """The numbers have no such place; its argument is the first one."""


class UnknownCause(Exception):
    """The visit's revision has no such cause."""


class VisitForgotten(Exception):
    """There is no such visit, or its visitor wanted it forgotten."""


class BadLink(Exception):
    """The link was altered, or is too old."""
