"""How likely each set of causes is, given that there is a problem: by enumeration."""

from statistics import NormalDist

import numpy as np

ONE_CAUSE_SUM = 1 + 1e-4
NORMAL = NormalDist()
# Enough nodes for two hidden tendencies: doubling them moves no probability by 1e-6.
NODES = 24


def all_sets(causes: int) -> np.ndarray:
    """Every set with at least one cause, as rows of booleans."""
    numbers = np.arange(1, 2**causes)
    return (numbers[:, None] >> np.arange(causes) & 1).astype(bool)


def one_at_a_time(shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sets and their probabilities where exactly one cause is there."""
    return np.eye(len(shares), dtype=bool), shares / shares.sum()


def independent(shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sets and their probabilities where causes know nothing of each other."""
    return copula(shares, np.zeros((len(shares), 1)))


def copula(shares: np.ndarray, loadings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sets and their probabilities where causes come together or apart (Gaussian copula).

    Each cause is there where a normal variable with these loadings on hidden tendencies falls
    below its threshold. Shares stay P(cause | problem): P(problem) is found by halving.
    """
    sets = all_sets(len(shares))
    low, high = 0.0, 1.0
    for _ in range(50):
        trouble = (low + high) / 2
        p = _set_chances(sets, shares * trouble, loadings)
        low, high = (trouble, high) if p.sum() > trouble else (low, trouble)
    return sets, p / p.sum()


def _set_chances(sets: np.ndarray, marginals: np.ndarray, loadings: np.ndarray) -> np.ndarray:
    """P(exactly this set) for each row: an integral over the tendencies by Gauss and Hermite."""
    points, weights = _nodes(loadings.shape[1] if loadings.any() else 0)
    length = np.sqrt(1 + (loadings**2).sum(1))
    thresholds = np.array([NORMAL.inv_cdf(min(max(p, 1e-15), 1 - 1e-15)) for p in marginals])
    shift = points @ loadings[:, : points.shape[1]].T
    present = _normal(thresholds * length - shift)
    logs = np.log(present) @ sets.T + np.log1p(-present) @ (~sets).T
    return weights @ np.exp(logs)


def _nodes(tendencies: int) -> tuple[np.ndarray, np.ndarray]:
    if not tendencies:
        return np.zeros((1, 0)), np.ones(1)
    points, weights = np.polynomial.hermite_e.hermegauss(NODES)
    grid = np.array(np.meshgrid(*[points] * tendencies)).reshape(tendencies, -1).T
    product = np.array(np.meshgrid(*[weights] * tendencies)).reshape(tendencies, -1).prod(0)
    return grid, product / product.sum()


def _normal(values: np.ndarray) -> np.ndarray:
    flat = [min(max(NORMAL.cdf(value), 1e-15), 1 - 1e-15) for value in values.ravel()]
    return np.array(flat).reshape(values.shape)
