"""Words that hold a sentence together and name nothing: pronouns, particles, the small verbs.

A word that no text has may be the very subject of what somebody asks. One of these is not. They are
of the languages of the interface that put spaces between words and write with Latin letters; a
sentence of another language is found as well, a little less surely.
"""

from .words import words_of

ENGLISH = """
a about after again all already also always am an and any are as at be because been before being
but by came can can't cannot come comes could couldn't did didn't do does doesn't doing don't each
either else even ever every for from get gets getting give go goes going gone got had has hasn't
have haven't having he hello help her here hi him his how I I'd I'll I'm I've if in into is isn't
it it'd it'll it's its just keep keeps kind know let like made make makes many may me mine more
most much my never no nor not now of off oh OK okay on once one only or other our out over please
put said same say says see seen she should since so some somebody someone something still such
take tell than thank thanks that that's the their them then there there's these they they're thing
this those though through till to too unless until up upon us very want wants was wasn't way we
well went were what what's when where which while who why will with without won't would yes yet
you you're your
"""
GERMAN = """
aber alle als also am an auch auf aus bei beim bin bis bitte da dann das dass dem den der des die
dies dir doch du durch ein eine einem einen einer er es etwas für gegen habe haben hallo hat hatte
ich ihr im immer in ist ja jetzt kann kein keine man mehr mein meine mich mir mit nach nicht noch
nun nur ob oder ohne schon sehr sein seit sich sie sind so über um und uns von vor warum was weg
wenn wer wie wieder will wir wird zu zum zur
"""
# As the search sees words: by their shapes.
JOINING = frozenset(words_of(ENGLISH + GERMAN))
