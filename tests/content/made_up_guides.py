"""Guides that hypothesis makes up: valid by construction, odd in everything that may be odd."""

import string

from hypothesis import strategies as st

from troubleshooter.content.rules import UNSHOWABLE, OneLine
from troubleshooter.content.schema import GuideContent
from troubleshooter.content.schema_translations import TranslatedText, in_order
from troubleshooter.content.texts import is_line, texts_of

letters = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n\r\x85")
prose = st.text(letters, max_size=30).filter(lambda text: not UNSHOWABLE.search(text))
captions = prose.filter(str.strip)
lines = captions.filter(lambda text: OneLine().fault(text) is None)
keys = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=12)
minutes = st.floats(0, 1e9) | st.integers(0, 90).map(float)
chances = st.floats(0, 1) | st.sampled_from([0.0, 0.15000000000000002, 1.0])
addresses = st.sampled_from(["", "https://example.org/", "http://example.org/a?b=c&d=%20"])


def key_lists(low: int, high: int):
    return st.lists(
        keys.filter(lambda key: key != "unsure"), min_size=low, max_size=high, unique=True
    )


def some_of(names):
    """Some of the names, each once, in any order."""
    return st.lists(st.sampled_from(names), unique=True) if names else st.just([])


picture_names = st.text("0123456789abcdef", min_size=32, max_size=32).map(
    lambda name: f"{name}.webp"
)
pictures = st.lists(
    st.fixed_dictionaries(
        {
            "light": picture_names,
            "dark": st.just("") | picture_names,
            "alt": captions,
            "width": st.integers(1, 10_000),
            "height": st.integers(1, 10_000),
        }
    ),
    max_size=2,
    unique_by=lambda picture: picture["light"],
)
days = st.just("") | st.dates().map(lambda day: day.isoformat())


@st.composite
def mappings(draw, names, values):
    return {name: draw(values) for name in draw(some_of(names))}


@st.composite
def columns(draw, height):
    """Probabilities that add up to 1."""
    weights = draw(st.lists(st.floats(0.01, 1), min_size=height, max_size=height))
    return [weight / sum(weights) for weight in weights]


@st.composite
def platforms(draw):
    return [
        {
            "key": key,
            "name": draw(captions),
            "versions": draw(st.lists(lines, min_size=1, max_size=4, unique=True)),
        }
        for key in draw(key_lists(1, 3))
    ]


@st.composite
def variants(draw, platform):
    """Ranges that cover the platform's versions, each once."""
    versions = platform["versions"]
    inner = range(1, len(versions))
    starts = [0, *sorted(draw(st.sets(st.sampled_from(inner))) if inner else [])]
    ends = [*(start - 1 for start in starts[1:]), len(versions) - 1]
    return [
        {
            "platform": platform["key"],
            "from": "" if first == 0 and draw(st.booleans()) else versions[first],
            "to": "" if last == len(versions) - 1 and draw(st.booleans()) else versions[last],
            "segments": draw(st.lists(lines, min_size=1, max_size=3)),
            "confidence": draw(st.sampled_from(["confirmed", "reported", "unverified"])),
            "source": draw(prose),
            "checked": draw(days),
        }
        for first, last in zip(starts, ends, strict=True)
    ]


@st.composite
def paths(draw, offered):
    made = []
    for key in draw(key_lists(0, 3)):
        of_each = [variant for platform in offered for variant in draw(variants(platform))]
        variants_of_path = draw(st.permutations(of_each))
        made.append({"key": key, "name": draw(captions), "variants": variants_of_path})
    return made


@st.composite
def questions(draw, causes, shown, facts):
    made = []
    for key in draw(key_lists(0, 3)):
        options = draw(key_lists(2, 4))
        usual = draw(columns(len(options)))
        named = {cause: draw(columns(len(options))) for cause in draw(some_of(causes))}
        made.append(
            {
                "key": key,
                "text": draw(captions),
                "help": draw(prose),
                "minutes": draw(minutes),
                "unsure": draw(chances),
                "gate": draw(st.booleans()),
                "paths": draw(some_of(shown)),
                "facts": draw(some_of(facts)),
                "options": [
                    {
                        "key": option,
                        "label": draw(captions),
                        "usual": usual[row],
                        "likelihood": {cause: column[row] for cause, column in named.items()},
                    }
                    for row, option in enumerate(options)
                ],
            }
        )
    return made


@st.composite
def steps(draw, causes, shown, facts):
    """The first fixes everything; a step may require those that were made before it."""
    made = []
    for key in draw(key_lists(1, 4)):
        fixes = draw(mappings(causes, chances)) if made else dict.fromkeys(causes, 0.5)
        made.append(
            {
                "key": key,
                "title": draw(captions),
                "instructions": draw(prose),
                "minutes": draw(minutes),
                "wait_minutes": draw(minutes),
                "disruption": draw(st.integers(1, 5)),
                "irreversible": draw(st.booleans()),
                "interrupts": draw(st.sampled_from(["none", "connection", "device", "account"])),
                "other_device": draw(st.booleans()),
                "at_risk": draw(captions),
                "before": draw(st.lists(lines, max_size=3)),
                "requires": draw(some_of([step["key"] for step in made])),
                "skip": draw(chances),
                "fixes": fixes,
                "paths": draw(some_of(shown)),
                "check": draw(prose),
                "kind": "fix" if any(fixes.values()) else "check",
                "pinned": draw(st.sampled_from(["none", "first"])),
                "facts": draw(some_of(facts)),
                "sources": draw(st.lists(lines, max_size=2)),
                "check_minutes": draw(st.none() | minutes),
                "test": draw(st.just("") | keys),
                "review_by": draw(days),
                "pictures": draw(pictures),
                "edition": draw(st.integers(1, 10**18 - 1)),
            }
        )
    return draw(st.permutations(made))


@st.composite
def messages(draw, asked):
    options = {question["key"]: [o["key"] for o in question["options"]] for question in asked}
    return [
        {
            "key": key,
            "text": draw(captions),
            "also": draw(st.lists(lines, max_size=3)),
            "answers": {
                question: draw(st.sampled_from(options[question]))
                for question in draw(some_of(list(options)))
            },
        }
        for key in draw(key_lists(0, 3))
    ]


@st.composite
def guides(draw):
    """Any valid content, always under the key `made-up`."""
    fact_keys, cause_keys = draw(key_lists(0, 3)), draw(key_lists(1, 4))
    offered = draw(platforms())
    places = draw(paths(offered))
    shown = [path["key"] for path in places]
    asked = draw(questions(cause_keys, shown, fact_keys))
    guide = {
        "format": 1,
        "key": "made-up",
        "title": draw(captions),
        "summary": draw(prose),
        "language": draw(st.sampled_from(["en", "pt-BR", "zh-Hant-TW"])),
        "support_minutes": draw(minutes),
        "status_page": draw(addresses),
        "contact": draw(addresses),
        "version_paths": draw(some_of(shown)),
        "support_weight": draw(minutes),
        "waiting_weight": draw(minutes),
        "disruption_minutes": {level: draw(minutes) for level in "12345"},
        "tie_band": draw(minutes),
        "ask_margin": draw(minutes),
        "check_minutes": draw(minutes),
        "review_by": draw(days),
        "trip_minutes": draw(minutes),
        "shadow": draw(st.booleans()),
        "hold_out": draw(chances),
        "explore": draw(st.floats(0, 0.1)),
        "adopt_band": draw(st.just(0) | st.floats(1, 1e9)),
        "platforms": offered,
        "causes": [draw(causes(key, fact_keys)) for key in cause_keys],
        "questions": asked,
        "messages": draw(messages(asked)),
        "paths": places,
        "steps": draw(steps(cause_keys, shown, fact_keys)),
        "handoff": [draw(handoff_items(key)) for key in draw(key_lists(0, 2))],
        "aftercare": [draw(habits(key, shown)) for key in draw(key_lists(0, 2))],
        "facts": [draw(facts(key)) for key in fact_keys],
    }
    content = GuideContent.model_validate(guide)
    return content.model_copy(update={"translations": draw(translations(content))})


@st.composite
def translations(draw, content):
    """Of some texts into some languages, fresh and stale."""
    texts = dict(texts_of(content))
    languages = draw(st.lists(st.sampled_from(["de", "ar", "pt-PT"]), unique=True))
    made = {
        language: {
            place: TranslatedText(
                source=draw(st.just(texts[place]) | captions),
                text=draw(lines if is_line(place) else captions),
            )
            for place in draw(st.lists(st.sampled_from(list(texts)), unique=True, max_size=4))
        }
        for language in languages
    }
    return in_order({language: said for language, said in made.items() if said})


def causes(key, known):
    return st.fixed_dictionaries(
        {
            "key": st.just(key),
            "name": captions,
            "explanation": prose,
            "share": chances.filter(bool),
            "unfixable": st.booleans(),
            "facts": some_of(known),
        }
    )


def handoff_items(key):
    kinds = st.sampled_from(["version", "text"])
    return st.fixed_dictionaries({"key": st.just(key), "label": captions, "kind": kinds})


def habits(key, shown):
    return st.fixed_dictionaries(
        {
            "key": st.just(key),
            "title": captions,
            "text": prose,
            "reminder": st.sampled_from(["", "P1W", "P1DT12H"]),
            "paths": some_of(shown),
        }
    )


def facts(key):
    return st.fixed_dictionaries(
        {
            "key": st.just(key),
            "title": captions,
            "text": prose,
            "sources": st.lists(lines, max_size=2),
        }
    )
