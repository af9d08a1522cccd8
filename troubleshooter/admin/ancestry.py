"""Which visits stand behind a set of numbers, through all the sets that it was made from."""

from troubleshooter.models import Guide, Origin, Parameters


def simulated_part(parameters: Parameters, guide: Guide) -> bool:
    """Whether simulated visits had a part in the numbers. One query, however long the line.

    What was adopted owes something to what it was learnt from, and to what was live at that time.
    """
    if parameters.origin == Origin.LEARNT:
        return bool(parameters.report.get("include_simulated"))
    sets = Parameters.objects.filter(revision__guide=guide).order_by()
    rows = sets.values_list("pk", "parent_id", "report__include_simulated")
    line = {pk: (parent, bool(simulated)) for pk, parent, simulated in rows}
    at = parameters.pk
    while at in line:
        parent, simulated = line[at]
        if simulated:
            return True
        at = parent
    return False
