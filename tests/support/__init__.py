"""What several tests need: real servers, a cast of people, a guard at the door."""
