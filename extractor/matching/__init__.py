"""Which word of the dictionary a text is, or that it is none; slips told from differences."""
