"""How long a guide takes most people, before anything is known of the one who asks."""

from troubleshooter.engine import Evidence, MoveKind, next_move

from .catalogue import LiveGuide, parameters

# Further than this nobody can honestly say how long it will take. A visit asks on its way, which
# makes it shorter: so this may look further than a page in the midst of one.
FAR_AHEAD = 8


def usual_minutes(live: LiveGuide) -> float | None:
    """Hands-on minutes to where a fix is as likely as not: of what is asked first, and of the steps
    that are tried up to there. Waiting is not in it. None where that is too far away to say, or
    never comes.

    Counted like what “Where am I” says at the beginning of a visit. The engine keeps the move.
    """
    guide = live.published
    move = next_move(guide.engine, parameters(live.parameters_id), Evidence())
    ahead = move.reason.to_half
    if not ahead or len(ahead) > FAR_AHEAD:
        return None
    asked = guide.questions[move.key].minutes if move.kind is MoveKind.ASK else 0
    return asked + sum(guide.steps[key].minutes for key in ahead)
