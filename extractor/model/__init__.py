"""What the JSON holds, and what a document is before it. No logic but validation."""
