"""What the billing system tells us, taken in: each record under its own id, an older version never over a newer one."""
