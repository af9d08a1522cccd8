"""Whoever reads visits leaves previews out: every place that reads them says so, or says why not."""

import ast
import re
from pathlib import Path

APP = Path(__file__).resolve().parents[2] / "troubleshooter"
ASKING = (
    "all|filter|exclude|exists|count|aggregate|annotate|values|order_by|select|get|first|in_bulk"
)
READS = re.compile(
    rf"\b(?:Visit|Event)\.objects\.(?!counted\b|filter\(visit__in=visits\b)"
    rf"|\b(?:guide|revision|row)\.visits\.(?:{ASKING})\b"
)
WHY_NOT = {
    "visits/queries.py": "a token opens one visit, a preview's too",
    "visits/opening.py": "as queries",
    "visits/services.py": "it makes a visit",
    "learning/diagnosis.py": "a signed link names one visit; the page asks where it is from",
    "editing/preview.py": "it deletes previews",
    "visits/pruning.py": "it deletes old visits, previews too",
    "management/commands/prune.py": "it says how many those are",
    "management/ailments.py": "it asks whether there are old visits, and how far events are counted",
    "management/partitions/cutting.py": "it asks for the number of the newest visit and event",
    "management/partitions/dropping.py": "it asks when the last visit of a part began, of any kind",
    "views/backlog.py": "it asks how many events wait to be counted, as marking",
    "statistics/keeping.py": "it asks whether anything can still change",
    "simulation/recording.py": "it makes visits",
    "management/commands/fill_demo.py": "it asks whether there is any visit at all",
    "management/demo/diary.py": "it makes visits",
    "statistics/reading.py": "previews are told apart by their exclusion, in the open",
    "statistics/tail.py": "as reading",
    "statistics/folding.py": "as reading",
    "content/references.py": "whose events they are it asks of counted visits; how many, of all",
    "models/marking.py": "it asks for the number of the last event",
    "statistics/rebuilding.py": "as reading",
    "statistics/effects/observing.py": "what is excluded is left out by the same rule as counts",
    "statistics/effects/lots.py": "it names preview=False",
    "statistics/exports/events.py": "previews are in it only where a lead includes them",
}


def reads(text: str) -> list[str]:
    """The statements that read visits or events without leaving previews out."""
    found = (ast.unparse(part) for node in ast.walk(ast.parse(text)) for part in _parts(node))
    return [one for one in found if READS.search(one) and "preview=False" not in one]


def _parts(node: ast.AST) -> list[ast.AST]:
    """A statement; of one with others inside it, what stands in its head."""
    match node:
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.Expr() | ast.Return():
            return [node]
        case ast.If() | ast.While():
            return [node.test]
        case ast.For():
            return [node.iter]
    return []


def test_every_place_that_reads_visits_leaves_previews_out():
    files = {path.relative_to(APP).as_posix(): path for path in APP.rglob("*.py")}
    found = {name for name, path in files.items() if reads(path.read_text())}
    assert found <= set(WHY_NOT), "Visit.objects.counted() leaves previews out"


def test_a_planted_reader_is_found():
    assert reads("n = Visit.objects.filter(guide=guide)")
    assert reads("n = guide.visits.exists()")
    assert reads("if guide.visits.exists():\n    pass")
    assert reads("for one in Event.objects.all():\n    pass")
    assert not reads("n = Visit.objects.counted().filter(guide=guide)")
    assert not reads("guide.visits.counted().exists()")
    assert not reads("Event.objects.filter(\n    kind='result',\n    visit__preview=False,\n)")
