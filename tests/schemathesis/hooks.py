"""What Schemathesis loads of ours (SCHEMATHESIS_HOOKS)."""
import problem_check  # noqa: F401
import signed_in  # noqa: F401
