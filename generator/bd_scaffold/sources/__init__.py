"""Where designs and blueprints come from, and what they say of themselves."""
