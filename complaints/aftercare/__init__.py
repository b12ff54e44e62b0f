"""What follows an answer: callbacks, surveys, causes put right, where to go outside."""
