"""Activities (活动): finding one and coming, making one, the leader's day, the calendar."""
