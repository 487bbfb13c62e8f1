"""The database: one row per object of the JSON, old or new and never half."""
