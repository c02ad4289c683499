"""The mathematics of the models on arrays: no tables, no units, no words."""
