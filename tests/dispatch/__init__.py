"""Tests of the core; no phone, no page, no words."""
