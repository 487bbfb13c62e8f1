"""The words of forms: labels, heads, titles, values in a line of text. Knows no geometry."""
