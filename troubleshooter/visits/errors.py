"""What can be wrong with a request to a visit. The views turn these into answers at one seam."""


class VisitGone(Exception):
    """There is no such visit, or it was forgotten. Begin at the guide's page."""


class GuideWithdrawn(Exception):
    """The guide was taken back: visits under way stop here, with the contact."""


class UnknownNode(Exception):
    """This revision has no such question, step or path."""


class InvalidAnswer(Exception):
    """The question has no such option, or a step no such result. Show the page again."""


class PassEnded(Exception):
    """There is no such pass to another device, or not any more. Make a new one on the first."""
