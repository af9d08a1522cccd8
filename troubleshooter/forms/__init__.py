"""What may be sent. Each form checks the shape; the service checks it against the guide."""

from .visitor import AnswerForm, HandoffForm, StartForm, StepForm

__all__ = ["AnswerForm", "HandoffForm", "StartForm", "StepForm"]
