"""What would happen with other settings, or in a place that is only planned: the policy itself in a virtual clock."""
