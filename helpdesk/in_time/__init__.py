"""PostgreSQL that is given up in time when it does not answer: a database backend for Django."""
