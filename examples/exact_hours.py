"""Two workshops of 14 hours, at one credit for every 15 hours: what is rounded, and when?

Rounding each workshop down loses a whole credit. plpcore adds first and rounds where a policy says so.
"""

from fractions import Fraction

from plpcore.quantity import Quantity, format_amount, total_of

HOURS_A_CREDIT = 15

workshops = [Quantity.of("14", "hour"), Quantity.of("14", "hour")]
rounded_first = sum(int(workshop.amount) // HOURS_A_CREDIT for workshop in workshops)
exact = total_of(workshops, "hour") / Fraction(HOURS_A_CREDIT)

print(f"each rounded down first: {rounded_first} credits")
print(f"added up exactly: {format_amount(exact)} credits")
