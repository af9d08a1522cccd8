"""SQLite whose writers queue: a database backend for Django."""
