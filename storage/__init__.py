"""The memory of the desk: SQLite through SQLModel. Rows never leave it; frozen values go in and come out."""
