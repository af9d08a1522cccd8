"""Many comparisons: what is found is rarely false."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from troubleshooter.statistics.measures import benjamini_hochberg, holm
from troubleshooter.statistics.measures.many import found_below

p_values = st.lists(st.floats(0, 1), max_size=40)


@given(p_values.filter(len), st.floats(0.001, 0.5))
def test_benjamini_hochberg_is_what_scipy_says(p, q):
    adjusted = false_discovery_control(p)
    near = [abs(a - q) < 1e-9 for a in adjusted]
    ours = benjamini_hochberg(p, q)
    assert [a <= q for a, n in zip(adjusted, near) if not n] == [
        f for f, n in zip(ours, near) if not n
    ]


@given(p_values, st.floats(0.001, 0.5))
def test_holm_finds_by_its_definition(p, alpha):
    ours, order = holm(p, alpha), sorted(p)
    for value, found in zip(p, ours):
        steps = [x for x in order if x <= value]
        assert found == all(x <= alpha / (len(p) - order.index(x)) for x in steps)


@given(p_values, st.floats(0.001, 0.5))
def test_no_correction_at_all_finds_most_and_holm_least(p, level):
    plain = [x <= level for x in p]
    bh, strict = benjamini_hochberg(p, level), holm(p, level)
    assert all(a <= b <= c for a, b, c in zip(strict, bh, plain))


@given(p_values, st.floats(0.001, 0.5), st.randoms())
def test_the_order_does_not_matter(p, level, chance):
    mixed = chance.sample(range(len(p)), len(p))
    for rule in (benjamini_hochberg, holm):
        found = rule(p, level)
        assert rule([p[i] for i in mixed], level) == tuple(found[i] for i in mixed)


def test_the_example_of_benjamini_and_hochberg():
    """Their section 3.2: fifteen comparisons, four found; Bonferroni would find three."""
    p = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
    ]  # fmt: skip
    assert sum(benjamini_hochberg(p, 0.05)) == 4
    assert sum(holm(p, 0.05)) == 3
    assert found_below(p, 0.05) == pytest.approx(4 * 0.05 / 15)


def test_of_what_is_found_few_are_false():
    chance, shares = random.Random(3), []
    for _ in range(800):
        false = [chance.random() for _ in range(16)]
        true = [chance.random() ** 12 for _ in range(4)]
        found = benjamini_hochberg([*false, *true], 0.05)
        shares.append(sum(found[:16]) / max(sum(found), 1))
    assert sum(shares) / len(shares) <= 0.05


@pytest.mark.parametrize("bad", [[-0.1], [1.2], [float("nan")]])
def test_what_is_no_p_is_refused(bad):
    for rule in (benjamini_hochberg, holm):
        with pytest.raises(ValueError, match="between 0 and 1"):
            rule(bad)


def test_of_nothing_nothing_is_found():
    assert benjamini_hochberg([]) == holm([]) == ()
