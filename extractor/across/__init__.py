"""The year as a whole: what only shows when many filings lie side by side. Reads the database, writes nothing."""
