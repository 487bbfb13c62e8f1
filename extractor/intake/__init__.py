"""Files, folders and archives -> sources, each with its real format, under limits."""
