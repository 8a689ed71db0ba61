"""When something shall be, as people write it: days, hours, delays and limits, every week, or not until then."""
