"""How text is shown, alike in several formats: runs, colours, list numbers, formulas, and how a cell's text is kept."""
