"""Everything that must stay true, told short. The folders mirror `dispatch/` and `hotline/`."""
