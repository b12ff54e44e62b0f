"""What was promised, by when: policies choose it, clocks keep it, alarms ring. Nothing here moves a ticket."""
