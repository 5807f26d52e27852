"""The HR system's own tables, as it had them before it knew of learning plans."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """All tables of the HR system."""


class Employee(Base):
    """Somebody who works for the district."""

    __tablename__ = "employee"

    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Training(Base):
    """A day of training that the district paid for."""

    __tablename__ = "training"

    id: Mapped[int] = mapped_column(primary_key=True)
    employee: Mapped[int] = mapped_column(ForeignKey("employee.number"))
    title: Mapped[str]
    day: Mapped[date]
    minutes: Mapped[int]
    price_in_cents: Mapped[int]
