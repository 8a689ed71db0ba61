"""The pages for everybody: how to reach the line, figures without personal data, and the accessibility statement."""

from hotline.public.views import bp

__all__ = ["bp"]
