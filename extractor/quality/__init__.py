"""The quality checks: rules over Readings, the engine that runs them, score, waivers, re-check, manual."""
