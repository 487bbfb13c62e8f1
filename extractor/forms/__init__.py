"""A document -> its forms: which blocks, what each cell is, and what nobody read."""
