"""委员工作室: the mediation desk of a CPPCC member's studio."""

__version__ = "0.1.0"
