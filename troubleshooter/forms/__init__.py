"""What may be sent. Each form checks the shape; the service checks it against the guide."""

from .hand_over import HandoffForm
from .language import LanguageForm
from .moving import GoOnForm
from .visitor import AnswerForm, PickForm, StartForm, StepForm

__all__ = [
    "AnswerForm",
    "GoOnForm",
    "HandoffForm",
    "LanguageForm",
    "PickForm",
    "StartForm",
    "StepForm",
]
