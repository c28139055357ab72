"""What is true: tables and the rules they keep. Imports nothing of ours and no platform library."""
