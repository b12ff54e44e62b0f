"""What is shipped: defaults.py (for every house) and demo.py (an invented one). Data lies beside them as JSON."""
