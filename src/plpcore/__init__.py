"""Personalized Learning Plans for teachers: goals, learning, evidence, credit rules and reflections."""
