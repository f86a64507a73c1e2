"""The bench runs, at a size that measures nothing, and writes the figures as promised."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.rows import Row

ROOT = Path(__file__).resolve().parents[2]
OURS = ("DJANGO_", "ERP_")
NUMBER = (int, float)
SHAPE = {
    "name": str,
    "ratio": NUMBER,
    "goal": NUMBER,
    "unit": str,
    "value": NUMBER,
    "limit": NUMBER,
}


def test_a_speed_must_reach_its_goal_and_a_cost_must_not_exceed_it() -> None:
    assert Row("post", 0.25, "/s", 500, 2000).is_met
    assert not Row("post", 0.25, "/s", 499, 2000).is_met
    assert Row("ageing", 1.5, "ms", 45, 30).is_met
    assert not Row("ageing", 1.5, "ms", 46, 30).is_met
    assert Row("gaps", 0, "gaps", 0, 1).is_met
    assert not Row("gaps", 0, "gaps", 1, 1).is_met


def test_every_part_runs_and_its_figures_have_the_promised_shape(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    told = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    told |= {"ERP_DATA": str(tmp_path / "data"), "BENCH_JSON": str(figures)}
    command = [sys.executable, "manage.py", "bench", "--tiny", "--settings", "tests.bench.settings"]

    done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)

    assert figures.exists(), done.stdout + done.stderr
    rows = json.loads(figures.read_text())
    assert len(rows) == 16
    for row in rows:
        assert row.keys() == SHAPE.keys()
        assert all(isinstance(row[name], kind) for name, kind in SHAPE.items())
    met = [
        row["ratio"] >= row["goal"] if row["unit"].endswith("/s") else row["ratio"] <= row["goal"]
        for row in rows
    ]
    assert done.returncode == (0 if all(met) else 1)
