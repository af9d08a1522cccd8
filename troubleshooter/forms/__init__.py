"""What may be sent. Each form checks the shape; the service checks it against the guide."""

from .moving import GoOnForm
from .visitor import AnswerForm, HandoffForm, StartForm, StepForm

__all__ = ["AnswerForm", "GoOnForm", "HandoffForm", "StartForm", "StepForm"]
