"""Facts of the model as Python: what the mapped class and migrations write of them."""
