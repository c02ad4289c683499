"""What is called churn: six definitions, and how they agree."""
