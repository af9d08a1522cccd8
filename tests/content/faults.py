"""Faults to plant in the kettle guide, each with exactly what must be said of it.

A fault replaces one piece of the file. Where the new text has the mark `#!`, that is the line to be
named. Two faults that touch the same part of the guide are never planted together: what one of them
does may hide what the other does, from any reader.
"""

from dataclasses import dataclass
from pathlib import Path

EXAMPLES = Path(__file__).parent / "examples"
KETTLE = (EXAMPLES / "kettle.yaml").read_text(encoding="utf-8")
MINIMAL = (EXAMPLES / "minimal.yaml").read_text(encoding="utf-8")
MARK = "#!"


@dataclass(frozen=True)
class Fault:
    touches: str
    old: str
    new: str
    expected: tuple[str, ...]  # "code place", all that must be said

    @property
    def name(self) -> str:
        return " + ".join(self.expected)

    @property
    def place(self) -> range:
        """What the fault replaces, as positions in the file."""
        assert KETTLE.count(self.old) == 1, self
        start = KETTLE.index(self.old)
        return range(start, start + len(self.old))

    def goes_with(self, other: "Fault") -> bool:
        apart = self.place.stop <= other.place.start or other.place.stop <= self.place.start
        return apart and not set(self.touches.split()) & set(other.touches.split())


def planted(*faults: Fault) -> str:
    """The kettle guide with those faults."""
    text = KETTLE
    for fault in sorted(faults, key=lambda fault: -fault.place.start):
        text = text[: fault.place.start] + fault.new + text[fault.place.stop :]
    return text


def marked_lines(text: str) -> list[int]:
    return [at for at, line in enumerate(text.splitlines(), start=1) if MARK in line]


def _f(touches: str, old: str, new: str, *expected: str) -> Fault:
    return Fault(touches, old, new, expected)


# fmt: off
FAULTS = (
    _f("format", "format: 1\n", "format: 2 #!\n", "unknown-format format"),
    _f("format", "format: 1\n", "", "missing-key format"),
    _f("guide key", "key: kettle\n", "key: Kettle 1 #!\n", "bad-slug key"),
    _f("title", "title: The kettle stays cold\n", "", "missing-key title"),
    _f("title", "title: The kettle stays cold\n", "title: #!\n", "missing-key title"),
    _f("title", "title: The kettle", "title: A\ntitle: #!\n  The kettle", "duplicate-key title"),
    _f("title", "title: The kettle stays cold\n", "title: '' #!\n", "empty-text title"),
    _f("tie", "tie_band: 0.25\n", "colour: red #!\ntie_band: 0.25\n", "unknown-key colour"),
    _f("tie", "tie_band: 0.25\n", "tie_bund: 0.25 #!\n", "unknown-key tie_bund"),
    _f("tie", "tie_band: 0.25\n", "tie_band: a lot #!\n", "wrong-type tie_band"),
    _f("tie", "tie_band: 0.25\n", "tie_band: .nan #!\n", "wrong-type tie_band"),
    _f("tie", "tie_band: 0.25\n", "tie_band: 1_000 #!\n", "wrong-type tie_band"),
    _f("tie", "tie_band: 0.25\n", "tie_band: 0x10 #!\n", "wrong-type tie_band"),
    _f("tie", "tie_band: 0.25\n", "tie_band: [1] #!\n", "wrong-type tie_band"),
    _f("margin", "ask_margin: 0.5\n", "ask_margin: -0.5 #!\n", "out-of-range ask_margin"),
    _f("check", "check_minutes: 12\n", "check_minutes: -1 #!\n", "out-of-range check_minutes"),
    _f("trip", "trip_minutes: 0.4\n", "trip_minutes: -0.1 #!\n", "out-of-range trip_minutes"),
    _f("shadow", "shadow: true\n", "shadow: dark #!\n", "wrong-type shadow"),
    _f("hold", "hold_out: 0.05\n", "hold_out: 5 #!\n", "out-of-range hold_out"),
    _f("explore", "explore: 0.1\n", "explore: 0.11 #!\n", "out-of-range explore"),
    _f("band", "adopt_band: 1.5\n", "adopt_band: 0.5 #!\n", "out-of-range adopt_band"),
    _f("band", "adopt_band: 1.5\n", "adopt_band: -1 #!\n", "out-of-range adopt_band"),
    _f("language", "language: en-GB\n", "language: British English #!\n", "bad-language language"),
    _f("levels", "{1: 1, 2: 3,", "{1: 1, 6: 3,", "unknown-key disruption_minutes.6"),
    _f("levels", "{1: 1, 2: 3,", "{1: 1, 1: 3,", "duplicate-key disruption_minutes.1"),
    _f("levels", "{1: 1, 2: 3,", "{1: -1, 2: 3,", "out-of-range disruption_minutes.1"),
    _f("status", "status_page: https://example.org/power", "status_page: power.org #!", "bad-address status_page"),
    _f("status", "status_page: https://example.org/power", "status_page: ftp://power.org #!", "bad-address status_page"),
    _f("contact", "contact: mailto:kettles@example.org", "contact: javascript:alert(1) #!", "bad-address contact"),
    _f("contact", "contact: mailto:kettles@example.org", "contact: &a mailto:k@example.org #!", "yaml-alias contact"),
    _f("contact", "contact: mailto:kettles@example.org", "contact: *a #!", "yaml-alias contact"),
    _f("contact", "contact: mailto:kettles@example.org", "contact: !!str mailto:k@example.org #!", "yaml-tag contact"),
    _f("contact", "contact: mailto:kettles@example.org", "contact: !x [a] #!", "yaml-tag contact"),
    _f("contact", "contact: mailto:kettles@example.org", "? [a] #!\n: b", "complex-key file"),
    _f("contact", "contact: mailto:kettles@example.org", "<<: {a: b} #!", "yaml-alias <<"),
    _f("glass", "    name: Glass kettle\n", "", "missing-key platforms[glass].name"),
    _f("glass", '    versions: ["7", "8"]\n', '    versions: ["7", "8", "7"] #!\n', "duplicate-version platforms[glass].versions[2]"),
    _f("glass switch label", '    versions: ["7", "8"]\n', "    versions: [] #!\n", "too-few platforms[glass].versions"),
    _f("glass switch label", '    versions: ["7", "8"]\n', "    versions: seven #!\n", "wrong-type platforms[glass].versions"),
    _f("glass switch label", '    versions: ["7", "8"]\n', "", "missing-key platforms[glass].versions"),
    _f("glass switch label", "  - key: glass\n", "  - name: Glass\n    colour: red\n", "missing-key platforms[1].key", "unknown-key platforms[1].colour", "duplicate-key platforms[1].name"),
    _f("steel glass switch label", "  - key: glass\n", "  - key: steel #!\n", "duplicate-key platforms[steel].key", "undefined-name paths[label].variants[2].platform", "undefined-name paths[switch].variants[1].platform", "undefined-name paths[switch].variants[2].platform"),
    _f("plug", "    share: 0.5\n", "    share: 1.5 #!\n", "out-of-range causes[plug].share"),
    _f("plug", "    share: 0.5\n", "    share: half #!\n", "wrong-type causes[plug].share"),
    _f("plug", "    share: 0.5\n", "", "missing-key causes[plug].share"),
    _f("plug", "    share: 0.5\n", "    share: 0.5\n    share: 0.4 #!\n", "duplicate-key causes[plug].share"),
    _f("plug", "    facts: [sockets]\n  - key: lid", "    facts: [socket] #!\n  - key: lid", "undefined-name causes[plug].facts[0]"),
    _f("lid", "  - key: lid\n", "  - key: lid\n    name: Another\n    share: 0\n  - key: lid #!\n", "duplicate-key causes[lid].key"),
    _f("lid", "  - key: lid\n", "  - key: rust #!\n    name: Rust\n    share: 0\n  - key: lid\n", "cause-without-step causes[rust]"),
    _f("lid shut-lid descale", "  - key: lid\n    name: The lid is open\n    share: 0.3\n", "  - the lid #!\n", "wrong-type causes[1]"),
    _f("lid shut-lid descale", "  - key: lid\n    name: The lid is open\n", "  - name: The lid is open #!\n", "missing-key causes[1].key"),
    _f("storm", "    unfixable: true\n", "    unfixable: false\n", "cause-without-step causes[storm]"),
    _f("storm", "    unfixable: true\n", "    unfixable: maybe #!\n", "wrong-type causes[storm].unfixable"),
    _f("storm", "    unfixable: true\n", "    fixable: false #!\n", "unknown-key causes[storm].fixable", "cause-without-step causes[storm]"),
    _f("lamp", "    unsure: 0.1\n", "    unsure: 10 #!\n", "out-of-range questions[lamp].unsure"),
    _f("lamp", "    facts: [sockets, limestone]\n", "    facts: [sockets, sockets] #!\n", "repeated-name questions[lamp].facts[1]"),
    _f("lamp", "    paths: [label]\n    facts: [sockets, ", "    paths: [lable] #!\n    facts: [sockets, ", "undefined-name questions[lamp].paths[0]"),
    _f("lamp", "        usual: 0.9\n        likelihood: {plug: 0.01", "        usual: 0.8 #!\n        likelihood: {plug: 0.01", "columns-do-not-sum questions[lamp].options"),
    _f("lamp", "likelihood: {plug: 0.99, storm: 0.98}", "likelihood: {plug: 1.99, storm: 0.98} #!", "out-of-range questions[lamp].options[no].likelihood.plug"),
    _f("lamp", "likelihood: {plug: 0.01, storm: 0.02}", "likelihood: {plug: 0.02, storm: 0.02} #!", "columns-do-not-sum questions[lamp].options"),
    _f("lamp", "likelihood: {plug: 0.99, storm: 0.98}", "likelihood: {storm: 0.98} #!", "likelihood-incomplete questions[lamp].options[no].likelihood"),
    _f("lamp", "likelihood: {plug: 0.99, storm: 0.98}", "likelihood: [plug] #!", "wrong-type questions[lamp].options[no].likelihood"),
    _f("lamp", "likelihood: {plug: 0.99, storm: 0.98}", "likelihood: {plugg: 0.99, storm: 0.98} #!", "undefined-name questions[lamp].options[no].likelihood.plugg"),
    _f("lamp", "likelihood: {plug: 0.99, storm: 0.98}", "likelihood: {plug: much, storm: 0.98} #!", "wrong-type questions[lamp].options[no].likelihood.plug"),
    _f("lamp e1", '      - key: "no"\n        label: "No"\n', '      - label: "No"\n', "missing-key questions[lamp].options[1].key"),
    _f("lamp e1", '      - key: "no"\n        label: "No"\n', '      - key: unsure #!\n        label: "No"\n', "reserved-key questions[lamp].options[unsure].key", "undefined-name messages[e1].answers.lamp"),
    _f("noise", "        usual: 0.3\n", "        usual: lots #!\n", "wrong-type questions[noise].options[click].usual"),
    _f("noise", "        usual: 0.3\n", "", "missing-key questions[noise].options[click].usual"),
    _f("noise", "        usual: 0.3\n", "        usual: 0.3\n        usually: 0.3 #!\n", "unknown-key questions[noise].options[click].usually"),
    _f("noise", "likelihood: {scale: 0.2}\n      - key: nothing", "likelihood: {scale: 0.2, soot: 0} #!\n      - key: nothing", "undefined-name questions[noise].options[click].likelihood.soot"),
    _f("noise e1", "      - key: click\n", "      - key: hiss #!\n", "duplicate-key questions[noise].options[hiss].key", "undefined-name messages[e1].answers.noise"),
    _f("flakes", '      - {key: "yes", label: "Yes", usual: 0.1, likelihood: {scale: 0.8}}\n', "", "too-few questions[flakes].options"),
    _f("flakes", "    minutes: 0.2\n", "    minutes: -1 #!\n", "out-of-range questions[flakes].minutes"),
    _f("flakes", "    minutes: 0.2\n", "    minutes: 0.2\n    gate: perhaps #!\n", "wrong-type questions[flakes].gate"),
    _f("flakes", "  - key: flakes\n", "  - key: noise #!\n", "duplicate-key questions[noise].key"),
    _f("e1", "also: [Error 1,", 'also: ["Error\\n1", #!\n     ', "several-lines messages[e1].also[0]"),
    _f("e1", 'answers: {lamp: "no", noise: click}', 'answers: {lamp: "no", noise: bang} #!', "undefined-name messages[e1].answers.noise"),
    _f("e1", 'answers: {lamp: "no", noise: click}', 'answers: {lamp: "no", smell: click} #!', "undefined-name messages[e1].answers.smell"),
    _f("e1", 'answers: {lamp: "no", noise: click}', "answers: [lamp] #!", "wrong-type messages[e1].answers"),
    _f("e2", "    text: E2\n", "", "missing-key messages[e2].text"),
    _f("e2", "    text: E2\n", '    text: "E\\x072" #!\n', "control-character messages[e2].text"),
    _f("e2", "  - key: e2\n", "  - key: E2 #!\n", "bad-slug messages[1].key"),
    _f("label", '        to: "1.10"\n', '        to: "1.1"\n', "variant-missing paths[label].variants"),
    _f("label", '        to: "1.10"\n', '        to: "on"\n', "variants-overlap paths[label].variants[1]"),
    _f("label", '        to: "1.10"\n', '        to: "2" #!\n', "undefined-name paths[label].variants[0].to"),
    _f("label", "light: 0123456789abcdef", "light: x0123456789abcdef", "bad-picture paths[label].pictures[0].light"),
    _f("label", '        to: "1.10"\n', '        too: "1.10" #!\n', "unknown-key paths[label].variants[0].too"),
    _f("label", '        from: "1"\n        to: "1.10"\n', '        from: "1.10" #!\n        to: "1"\n', "variant-reversed paths[label].variants[0]"),
    _f("label", "        checked: 2026-11-20\n", "        checked: 2026-02-30 #!\n", "bad-date paths[label].variants[0].checked"),
    _f("label", "        confidence: confirmed\n", "        confidence: sure #!\n", "not-a-choice paths[label].variants[1].confidence"),
    _f("label", "      - platform: glass\n        segments: [Base]\n", "", "variant-missing paths[label].variants"),
    _f("label", "      - platform: glass\n        segments: [Base]\n", "      - platform: gas #!\n        segments: [Base]\n", "undefined-name paths[label].variants[2].platform", "variant-missing paths[label].variants"),
    _f("label", "      - platform: glass\n        segments: [Base]\n", "      - segments: [Base] #!\n", "missing-key paths[label].variants[2].platform"),
    _f("label", "      - platform: glass\n        segments: [Base]\n", "      - platform: glass\n        segments: [] #!\n", "too-few paths[label].variants[2].segments"),
    _f("switch", "        segments: [Handle, Switch]\n", "        segments: [Handle, ''] #!\n", "empty-text paths[switch].variants[0].segments[1]"),
    _f("switch", '        from: "8"\n', "", "variants-overlap paths[switch].variants[2]"),
    _f("switch", "  - key: switch\n", "  - key: label #!\n", "duplicate-key paths[label].key", "undefined-name steps[plug-in].paths[1]", "undefined-name aftercare[rinse].paths[0]"),
    _f("switch plug-in rinse", "  - key: switch\n    name: The switch\n", "  - name: The switch #!\n", "missing-key paths[1].key"),
    _f("plug-in", "    disruption: 1\n    interrupts", "    disruption: 6 #!\n    interrupts", "out-of-range steps[plug-in].disruption"),
    _f("plug-in", "    disruption: 1\n    interrupts", "    disruption: 1.5 #!\n    interrupts", "wrong-type steps[plug-in].disruption"),
    _f("plug-in", "    interrupts: device\n", "    interrupts: sleep #!\n", "not-a-choice steps[plug-in].interrupts"),
    _f("plug-in", "    check_minutes: 0\n", "    check_minutes: -1 #!\n", "out-of-range steps[plug-in].check_minutes"),
    _f("plug-in", "    check_minutes: 0\n", "    check_minutes: later #!\n", "wrong-type steps[plug-in].check_minutes"),
    _f("plug-in", "    test: glow\n", "    test: The glow #!\n", "bad-slug steps[plug-in].test"),
    _f("plug-in", "    edition: 3\n", "    edition: 0 #!\n", "out-of-range steps[plug-in].edition"),
    _f("plug-in", "    edition: 3\n", "    edition: 1.5 #!\n", "wrong-type steps[plug-in].edition"),
    _f("plug-in", "    pinned: first\n", "    pinned: last #!\n", "not-a-choice steps[plug-in].pinned"),
    _f("plug-in", "    sources: [https://example.org/plugs, The box]", "    sources: ['javascript:x'] #!", "bad-address steps[plug-in].sources[0]"),
    _f("plug-in", "    check: Its lamp glows.\n", "    check: " + "x" * 20_001 + " #!\n", "text-too-long steps[plug-in].check"),
    _f("plug-in", "    check: Its lamp glows.\n", "    check: " + "ä" * 10_001 + " #!\n", "text-too-long steps[plug-in].check"),
    _f("plug-in", "    check: Its lamp glows.\n", "    check: " + "[" * 30 + "]" * 30 + " #!\n", "nested-too-deep steps[plug-in].check" + "[0]" * 17),
    _f("shut-lid", "    fixes: {lid: 1}\n", "    fixes: {lid: 0}\n", "step-fixes-nothing steps[shut-lid].fixes"),
    _f("shut-lid", "    fixes: {lid: 1}\n", "    fixes: #!\n", "step-fixes-nothing steps[shut-lid].fixes"),
    _f("shut-lid", "    fixes: {lid: 1}\n", "    fixs: {lid: 1} #!\n", "unknown-key steps[shut-lid].fixs"),
    _f("shut-lid", "    fixes: {lid: 1}\n", "    fixes: [lid] #!\n", "wrong-type steps[shut-lid].fixes"),
    _f("shut-lid", "    fixes: {lid: 1}\n", "    fixes: {lid: 1.1} #!\n", "out-of-range steps[shut-lid].fixes.lid"),
    _f("shut-lid", "    fixes: {lid: 1}\n", "    fixes: {lyd: 1} #!\n", "undefined-name steps[shut-lid].fixes.lyd"),
    _f("shut-lid", "    fixes: {lid: 1}\n", "    fixes: {lid: 1}\n    kind: fixx #!\n", "not-a-choice steps[shut-lid].kind"),
    _f("shut-lid", "    minutes: 0.5\n    disruption: 2\n", "    disruption: 2\n", "missing-key steps[shut-lid].minutes"),
    _f("shut-lid", "    minutes: 0.5\n    disruption: 2\n", "    minuts: 0.5 #!\n    disruption: 2\n", "unknown-key steps[shut-lid].minuts", "missing-key steps[shut-lid].minutes"),
    _f("descale", "    at_risk: The kettle smells for a day.\n", "", "risk-not-named steps[descale].at_risk"),
    _f("descale", "    disruption: 4\n", "    disruption: 7 #!\n", "out-of-range steps[descale].disruption"),
    _f("descale look empty", "    requires: [empty]\n    fixes", "    requires: [descale] #!\n    fixes", "requires-cycle steps[descale].requires"),
    _f("descale look empty", "    title: Empty it\n", "    title: Empty it\n    requires: [look]\n", "requires-cycle steps[empty].requires"),
    _f("descale", "    requires: [empty]\n    fixes", "    requires: [emtpy] #!\n    fixes", "undefined-name steps[descale].requires[0]"),
    _f("scrape", "    at_risk: The coating.\n", "    at_risk: ' ' #!\n", "risk-not-named steps[scrape].at_risk"),
    _f("scrape", "    irreversible: true\n", "    irreversible: really #!\n", "wrong-type steps[scrape].irreversible"),
    _f("scrape", "    requires: [empty, look]\n", "    requires: [empty, [look]] #!\n", "wrong-type steps[scrape].requires[1]"),
    _f("pan", "    kind: workaround\n", "", "step-fixes-nothing steps[pan].fixes"),
    _f("pan", "  - key: pan\n    title: Use a pan\n", "  - use a pan\n  - key: pan\n    title: Use a pan\n", "wrong-type steps[6]"),
    _f("since", "{key: since, label: Since when, kind: text}", "{key: since, label: Since when, kind: date} #!", "not-a-choice handoff[since].kind"),
    _f("since", "{key: since, label: Since when, kind: text}", "{key: model, label: Since when, kind: text} #!", "duplicate-key handoff[model].key"),
    _f("since", "{key: since, label: Since when, kind: text}", "{key: since, label: [a], kind: text} #!", "wrong-type handoff[since].label"),
    _f("rinse", "    reminder: P1M\n", "    reminder: monthly #!\n", "bad-duration aftercare[rinse].reminder"),
    _f("rinse", "    text: Once a month.\n", "", "missing-key aftercare[rinse].text"),
    _f("sockets", "    text: Rarely.\n", "    text: {a: b} #!\n", "wrong-type facts[sockets].text"),
    _f("sockets", "    sources: [https://example.org/sockets]\n", "    sources: https://example.org #!\n", "wrong-type facts[sockets].sources"),
    _f("limestone", "    text: Limestone.\n", "    text: Limestone.\n    texts: x #!\n", "unknown-key facts[limestone].texts"),
    _f("rinse translations", "    aftercare/rinse/title: {", "    aftercare/rinse/name: { #!\n      ", "unknown-place translations.de.aftercare/rinse/name"),
    _f("translations", "  ar:\n", "  Arabic language: #!\n", "bad-language translations.Arabic language"),
    _f("language translations", "  ar:\n", "  en-gb: #!\n", "own-language translations.en-gb"),
    _f("translations", "  ar:\n", "  DE:\n", "duplicate-key translations.de"),
    _f("translations", "text: Der Strom ist weg}", "text: ' '} #!", "empty-text translations.de.causes/storm/name.text"),
    _f("translations", "text: Der Strom ist weg}", "texts: Der Strom ist weg} #!", "unknown-key translations.de.causes/storm/name.texts", "missing-key translations.de.causes/storm/name.text"),
    _f("translations", "{source: The power was out, text: Der Strom ist weg}", "Der Strom ist weg #!", "wrong-type translations.de.causes/storm/name"),
    _f("translations", "text: Der Strom ist weg}", "text: " + "x" * 20_001 + "} #!", "text-too-long translations.de.causes/storm/name.text"),
    _f("plug-in translations", "text: eine freie Hand}", "text: \"eine\\nHand\"} #!", "several-lines translations.de.steps/plug-in/before/1.text"),
    _f("translations", "{source: The power was out, text: Der Strom ist weg}", "{text: Der Strom ist weg} #!", "missing-key translations.de.causes/storm/name.source"),
)
# fmt: on
