"""The judgement of the soak: a leak fails, a noisy flat series passes."""

import math
from random import Random

import pytest

from benchmarks.trend import Trend, Verdict, climb_by_chance, trend

SECONDS = [5.0 * number for number in range(66)]  # the judged part of ten minutes


def wavering(seed: int, level: float = 200.0, noise: float = 3.0) -> list[float]:
    """Flat, but each sample remembers the last one, as memory does; now and then a spike."""
    chance, away, values = Random(seed), 0.0, []
    for _ in SECONDS:
        away = 0.8 * away + chance.gauss(0, noise)
        values.append(level + away + (25 if chance.random() < 0.03 else 0))
    return values


def judged(values: list[float], allowed: float = 6.0) -> Trend:
    return trend(SECONDS, values, allowed)


def test_noisy_flat_series_pass() -> None:
    rising = [seed for seed in range(200) if judged(wavering(seed)).verdict is Verdict.RISES]
    assert len(rising) <= 1


def test_leaks_in_the_noise_fail() -> None:
    """8 kB an article at 20 a second for five and a half minutes: 52 MB, 4 MB from block to block, in waves of 5."""
    for seed in range(60):
        found = judged([value + 0.16 * at for at, value in zip(SECONDS, wavering(seed), strict=True)])
        assert found.verdict is Verdict.RISES
        assert found.growth == pytest.approx(52, abs=15)
        assert found.per_hour == pytest.approx(576, abs=160)


def test_one_step_is_no_slope_but_a_staircase_is() -> None:
    assert judged([100.0] * 33 + [120.0] * 33).verdict is Verdict.STEADY
    assert judged([100.0 + 10 * (number // 13) for number in range(66)]).verdict is Verdict.RISES


def test_handles_that_leak_one_by_one_fail() -> None:
    assert judged([float(50 + number // 6) for number in range(66)], allowed=6).verdict is Verdict.RISES


def test_a_wave_passes() -> None:
    """Memory of a collector, files of a database before and after they are merged."""
    wave = [60 + 30 * math.sin(at / 12) for at in SECONDS]
    assert judged(wave).verdict is Verdict.STEADY


def test_what_falls_or_stands_still_passes() -> None:
    assert judged([300 - at for at in SECONDS]).verdict is Verdict.STEADY
    assert judged([7.0] * 66).verdict is Verdict.STEADY
    assert climb_by_chance([1.0] * 12) == 1.0


def test_a_short_run_is_not_judged() -> None:
    assert trend(SECONDS[:20], wavering(1)[:20], 6).verdict is Verdict.TOO_SHORT
    assert trend([], [], 6).verdict is Verdict.TOO_SHORT
