"""How the evidence model is made: questions → examples → batches → weights → calibration."""
