"""Whatever a visitor does, in whatever order: the invariants of a visit hold."""

import hypothesis.strategies as st
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase

from tests.conftest import GUIDES, publish_file
from tests.trying import tries
from troubleshooter.content import catalogue
from troubleshooter.models import Event, Visit
from troubleshooter.visits.state import outcome_of, replay

QUESTIONS = {"others": ["yes", "no", "unsure"], "flicker": ["yes", "no", "unsure"]}
STEPS = ["plug-in", "new-bulb", "fuse-out", "rewire", "candle"]
RESULTS = ["fixed", "no_help", "could_not", "not_found", "waiting"]

ACTS = st.one_of(
    st.sampled_from(sorted(QUESTIONS)).flatmap(
        lambda key: st.tuples(
            st.just(f"questions/{key}/"),
            st.sampled_from(["option"]),
            st.sampled_from(QUESTIONS[key]),
        )
    ),
    st.tuples(
        st.sampled_from([f"steps/{key}/" for key in STEPS]),
        st.just("result"),
        st.sampled_from(RESULTS),
    ),
    st.tuples(
        st.sampled_from([f"steps/{key}/" for key in STEPS]), st.just("confirm"), st.just("1")
    ),
    st.tuples(st.just("paths/switch/not-found/"), st.just("from"), st.text(max_size=5)),
    st.tuples(
        st.just("support/"), st.sampled_from(["hand_over", "since"]), st.sampled_from(["1", "x"])
    ),
    st.tuples(
        st.sampled_from(["questions/others/", "steps/rewire/"]),
        st.text(max_size=5),
        st.text(max_size=5),
    ),
)


class RandomVisits(TestCase):
    @settings(
        max_examples=tries(40, least=20),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(acts=st.lists(ACTS, max_size=12), again=st.booleans())
    def test_the_invariants_hold(self, acts, again):
        for cache in (catalogue.published, catalogue.parameters):
            cache.cache_clear()
        publish_file(GUIDES / "lamp.yaml")
        client = Client()
        client.post("/guides/lamp/start/", {})
        for address, name, value in acts:
            for _ in range(1 + again):
                response = client.post(f"/guides/lamp/{address}", {name: value})
                assert response.status_code in (200, 302), response
        self.invariants(Visit.objects.get())
        before = client.get("/guides/lamp/next/")["Location"]
        assert client.get(before).status_code in (200, 302)
        assert client.get("/guides/lamp/next/")["Location"] == before

    def invariants(self, visit):
        events = list(visit.events.order_by("sequence"))
        assert [e.sequence for e in events] == list(range(1, len(events) + 1))
        assert visit.last_sequence == len(events)
        assert [e.kind for e in events].count("started") == 1
        state = replay(events)
        assert visit.outcome == outcome_of(catalogue.published(visit.revision_id), state)
        assert all(e.place <= e.sequence for e in events)
        given = {}
        for event in events:
            if event.node in ("question", "step") and event.kind != "confirmed":
                key = (event.node, event.key)
                assert event.kind == (
                    "changed"
                    if key in given
                    else {"question": "answered", "step": "result"}[event.node]
                )
                assert given.get(key) != event.value, "the same answer was recorded twice"
                given[key] = event.value
        confirmed = [e.sequence for e in events if e.kind == "confirmed"]
        for event in events:
            if event.key == "rewire" and event.value in ("fixed", "no_help", "waiting"):
                assert confirmed, "a risky step has a result without its confirmation"
                assert confirmed[0] < event.sequence
        assert Event.objects.count() == len(events)
