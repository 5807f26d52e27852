"""What must hold of the SQLite storage, tried until it breaks: long forms for nox, short ones for the tests."""
