"""What people see and take away: answers as records, and small converters of them into files."""
