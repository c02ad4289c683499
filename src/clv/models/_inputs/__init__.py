"""What a model refuses, and customers as a likelihood sees them."""
