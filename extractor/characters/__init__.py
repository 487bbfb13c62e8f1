"""What single characters mean: by their font, raised, folded for comparison. Knows no room above it."""
