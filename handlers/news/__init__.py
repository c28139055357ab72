"""What people are told: one file a room, one function a notice; handlers/notices.py lists them."""
