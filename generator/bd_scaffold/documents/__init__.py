"""What documents say of a design, beside what stands in the model already."""
