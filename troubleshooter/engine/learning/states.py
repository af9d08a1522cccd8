"""What became of each cause in one history: the heart of learning, in closed form.

Before the failed steps a cause is there with odds w (its prior odds times what the answers make of
them). At the end it was either absent (weight 1), cleared by a step that "did not help" because
others remained (b = w (1 - f), where f is the part that those steps leave), or it lasted until the
end of the failures (c = w f r, where r is the chance that what ended the problem clears it too; 1
where nothing did). The problem lasted as long as any cause did, so a history weighs

    prod(1 + b + c) - prod(1 + b)  =  prod(1 + b) * X,   X = prod(1 + u) - 1,   u = c / (1 + b)

which for a fix by step j after the failures D is P(broken after D) - P(broken after D and j), and
for a visit that was left P(broken after D). Where support names a cause it is taken to be one of
those that lasted, each as likely: the integral over t in 0..1 of c_i * prod(1 + b + t c) over the
others, since the integral of t^(n-1) is 1/n. Four nodes of Gauss and Legendre are exact up to eight
causes that last.

With vanishing odds (see `prior`) all of it is about one cause at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, log1p, prod

# Nodes and weights of Gauss and Legendre on 0..1.
NODES = (0.06943184420297371, 0.33000947820757187, 0.6699905217924281, 0.9305681557970263)
NODE_WEIGHTS = (0.17392742256872693, 0.32607257743127307, 0.32607257743127307, 0.17392742256872693)


@dataclass(slots=True)
class States:
    """`log_weight` of the history, prior odds and usual answers left aside; of each cause P(it was
    there but cleared before the end of the failures), P(it lasted). Not frozen: made by the
    hundred thousand."""

    log_weight: float
    cleared: list[float]
    lasted: list[float]


class Untold:
    """A history in which nobody named the cause."""

    def __init__(self, cleared: Sequence[float], lasting: Sequence[float]) -> None:
        """b and c of each cause."""
        self.cleared, self.lasting = cleared, lasting
        self.weights = [c / (1.0 + b) for b, c in zip(cleared, lasting, strict=True)]
        self.excess = 0.0
        for weight in self.weights:
            self.excess += weight + self.excess * weight

    def states(self) -> States | None:
        """None where the numbers say that this cannot happen."""
        whole = self.excess
        if not whole > 0.0:
            return None
        log_weight, cleared, lasted = log(whole), [], []
        for b, u in zip(self.cleared, self.weights, strict=True):
            # The problem lasts on account of the others, given that this cause does not.
            others = max(0.0, whole - u) / (1.0 + u)
            lasted.append(u * (1.0 + others) / whole)
            cleared.append(b / (1.0 + b) * others / whole if b else 0.0)
            log_weight += log1p(b)
        return States(log_weight=log_weight, cleared=cleared, lasted=lasted)

    def alone(self, named: Sequence[int]) -> tuple[float, list[float]]:
        """P(none of the named causes was there), P(only this one of them was) for each."""
        inside, base = 0.0, 1.0
        for k in named:
            inside += self.weights[k] + inside * self.weights[k]
            base *= 1.0 + self.cleared[k]
        outside = max(0.0, self.excess - inside) / (1.0 + inside)
        scale = 1.0 / (self.excess * base)
        only = [
            (self.lasting[k] * (1.0 + outside) + self.cleared[k] * outside) * scale for k in named
        ]
        return outside * scale, only


class Told:
    """A history in which support named the cause that lasted."""

    def __init__(self, cleared: Sequence[float], lasting: Sequence[float], cause: int) -> None:
        self.cleared, self.lasting, self.cause = cleared, lasting, cause
        self.logs = [self._log(t) for t in NODES]
        most = max(self.logs)
        parts = [w * exp(each - most) for w, each in zip(NODE_WEIGHTS, self.logs, strict=True)]
        self.total, self.most = sum(parts), most
        self.parts = [part / self.total for part in parts]

    def _log(self, t: float) -> float:
        pairs = zip(self.cleared, self.lasting, strict=True)
        return sum(log1p(b + t * c) for k, (b, c) in enumerate(pairs) if k != self.cause)

    def states(self) -> States | None:
        """None where the numbers say that this cannot happen."""
        named = self.lasting[self.cause]
        if not named > 0.0:
            return None
        cleared, lasted = [], []
        for k, (b, c) in enumerate(zip(self.cleared, self.lasting, strict=True)):
            if k == self.cause:
                cleared.append(0.0)
                lasted.append(1.0)
                continue
            each = [p / (1.0 + b + t * c) for p, t in zip(self.parts, NODES, strict=True)]
            cleared.append(b * sum(each))
            lasted.append(c * sum(p * t for p, t in zip(each, NODES, strict=True)))
        log_weight = log(named) + self.most + log(self.total)
        return States(log_weight=log_weight, cleared=cleared, lasted=lasted)

    def alone(self, named: Sequence[int]) -> tuple[float, list[float]]:
        """As for `Untold`."""
        others = [k for k in named if k != self.cause]
        none, only = 0.0, dict.fromkeys(others, 0.0)
        for part, t in zip(self.parts, NODES, strict=True):
            there = [self.cleared[k] + t * self.lasting[k] for k in others]
            rest = part / prod(1.0 + weight for weight in there)
            none += rest
            for k, weight in zip(others, there, strict=True):
                only[k] += rest * weight
        if len(others) < len(named):
            return 0.0, [none if k == self.cause else 0.0 for k in named]
        return none, list(only.values())
