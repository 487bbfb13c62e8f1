"""Many sources: children that read them, what was done, and what became of each."""
