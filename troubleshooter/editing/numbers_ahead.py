"""The numbers that visitors would meet if the draft were published now."""

from troubleshooter.content.carrying import carried, editorial
from troubleshooter.content.engine_values import parameters_from_json
from troubleshooter.content.publishing import live_content
from troubleshooter.content.schema import GuideContent
from troubleshooter.engine import Parameters
from troubleshooter.models import Guide, Origin


def numbers_ahead(guide: Guide, draft: GuideContent) -> Parameters:
    """The draft's own numbers, with what was learnt where editors left theirs alone: as publishing
    would carry it. Where the draft is live already they are those that are live."""
    new, live, content = editorial(draft), guide.live_parameters, live_content(guide)
    if live is None or content is None:
        return new.numbers
    learnt = parameters_from_json(live.content)
    if content == draft:
        return learnt
    if live.origin == Origin.EDITORIAL:
        return new.numbers
    return carried(learnt, old=editorial(content), new=new)
