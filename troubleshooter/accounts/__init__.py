"""Accounts of staff: the second factor. Knows no guide, no visit and no request."""
