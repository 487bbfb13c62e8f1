"""Forms drawn from a seed by someone who had not seen the reader: choices of an office, one by one, with the truth."""
