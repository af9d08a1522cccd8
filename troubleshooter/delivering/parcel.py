"""What is sent: the same hand-over as words for people and as a document for machines."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """`document` is the text of the JSON itself, so that each try sends the very same bytes."""

    subject: str
    text: str
    document: str

    def kept(self) -> dict[str, str]:
        """As the row holds it."""
        return asdict(self)


class NotDelivered(Exception):
    """It did not get there, or nobody knows. `down`: the receiver is in trouble, so that others
    would not get there either just now."""

    def __init__(self, problem: str, *, down: bool) -> None:
        super().__init__(problem)
        self.problem, self.down = problem, down
