"""What rules measure by: stability, pace, concentration, agreement, hours, net benefit."""
