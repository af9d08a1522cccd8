"""Faults in what is believed, counted and shown, and in how the database is kept."""

from .fault import Fault

DATABASE = "tests/test_database.py"
OF_NUMBERS = (
    Fault(
        name="what one dear step opens is given up too soon",
        file="troubleshooter/engine/plan.py",
        old="> floor or _unlocks(best, left, menu, offers, floor)",
        new="> floor",
        tests=("tests/engine/test_plan.py",),
    ),
    Fault(
        name="a step that did not help speaks for its causes",
        file="troubleshooter/engine/belief.py",
        old="left[cause] = max(left[cause] * (1.0 - effect), LEAST_LEFT)",
        new="left[cause] = max(left[cause] * effect, LEAST_LEFT)",
        tests=("tests/engine/test_reference_cases.py", "tests/engine/test_belief.py"),
    ),
    Fault(
        name="a step that could not be done counts as one that did not help",
        file="troubleshooter/engine/belief.py",
        old="if evidence.steps.get(step.key) == Result.NO_HELP:",
        new="if evidence.steps.get(step.key) in (Result.NO_HELP, Result.COULD_NOT):",
        tests=("tests/engine/test_reference_cases.py", "tests/engine/test_belief.py"),
    ),
    Fault(
        name="how likely it was to be offered is not recorded",
        file="troubleshooter/visits/recording.py",
        old="propensity=offered.propensity,",
        new="propensity=1.0,",
        tests=("tests/journeys/test_arms.py",),
    ),
    Fault(
        name="what the engine would have offered is not recorded",
        file="troubleshooter/visits/recording.py",
        old='shadow_key=would_be.key if would_be else "",',
        new='shadow_key="",',
        tests=("tests/journeys/test_arms.py",),
    ),
    Fault(
        name="who left without a word is not among everyone",
        file="troubleshooter/statistics/measures/bounds.py",
        old="responders, everyone = rate(fixed, said), said + left",
        new="responders, everyone = rate(fixed, said), max(said, fixed + left)",
        tests=("tests/statistics/measures/test_rates.py",),
    ),
    Fault(
        name="a rate is shown of a handful",
        file="troubleshooter/statistics/measures/rate.py",
        old="    if of < INTERVAL_FROM:\n",
        new="    if of < 0:\n",
        tests=("tests/statistics/measures/test_rates.py",),
    ),
    Fault(
        name="previews are counted",
        file="troubleshooter/statistics/machines.py",
        old="    if visit.preview:\n",
        new="    if False:\n",
        tests=("tests/statistics/test_exact.py", "tests/statistics/test_folding.py"),
    ),
    Fault(
        name="made-up visits are counted among real ones",
        file="troubleshooter/statistics/asking.py",
        old="            and kind.simulated == f.simulated\n",
        new="",
        tests=("tests/statistics/test_exact.py", "tests/statistics/test_folding.py"),
    ),
    Fault(
        name="staff's own visits are counted",
        file="troubleshooter/statistics/machines.py",
        old="    if visit.begun_by == BegunBy.STAFF:\n",
        new="    if False:\n",
        tests=("tests/statistics/test_exact.py", "tests/statistics/test_folding.py"),
    ),
    Fault(
        name="previews are drawn for comparison",
        file="troubleshooter/visits/services.py",
        old="arm=previewed_arm(content) if live.preview else drawn_arm(content, lot),",
        new="arm=drawn_arm(content, lot),",
        tests=("tests/admin/preview/test_walking.py",),
    ),
    Fault(
        name="a database in trouble is called an error of ours",
        file="troubleshooter/views/trouble.py",
        old='"503.html", context, status=503)',
        new='"503.html", context, status=500)',
        tests=("tests/journeys/test_database_trouble.py",),
    ),
    Fault(
        name="a power cut can lose what was acknowledged",
        file="helpdesk/database.py",
        old="PRAGMA synchronous=FULL; ",
        new="PRAGMA synchronous=OFF; ",
        tests=(DATABASE,),
    ),
    Fault(
        name="what is deleted stays in the file",
        file="helpdesk/database.py",
        old="PRAGMA secure_delete=ON;",
        new="PRAGMA secure_delete=OFF;",
        tests=(DATABASE, "tests/statistics/test_keeping.py"),
    ),
    Fault(
        name="readers wait for writers",
        file="helpdesk/database.py",
        old="PRAGMA journal_mode=WAL; ",
        new="PRAGMA journal_mode=DELETE; ",
        tests=(DATABASE,),
    ),
    Fault(
        name="a transaction takes the lock only when it first writes",
        file="helpdesk/database.py",
        old='"transaction_mode": "IMMEDIATE",',
        new='"transaction_mode": "DEFERRED",',
        tests=(DATABASE,),
    ),
)
