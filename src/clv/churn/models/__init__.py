"""The churn models: classifiers on the columns of `churn_features`."""
