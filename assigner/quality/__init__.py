"""What is odd about a base that could be read: by row, by column and by manager."""
