"""How little two distances differ that are one. Knows neither SciPy nor PROJ."""

SAME_M = 0.001
