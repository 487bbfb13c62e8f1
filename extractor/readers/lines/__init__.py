"""Tables that stand in lines of text."""
