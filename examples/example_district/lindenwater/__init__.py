"""What makes the records of Lindenwater, an invented district: the people, what they learn, and the rows of it."""
