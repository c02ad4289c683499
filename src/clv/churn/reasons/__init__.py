"""What speaks for a customer's risk, in words for a salesperson."""
