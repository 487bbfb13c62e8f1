"""Text to value: pure functions, Decimal throughout, never a guessed number."""
