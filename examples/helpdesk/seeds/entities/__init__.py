"""What the rows of each entity are made of, a module each: change them as you like."""
