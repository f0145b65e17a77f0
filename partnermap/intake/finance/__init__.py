"""Finance workbooks: tables of sums that other people laid out, understood, reconciled and turned into statements."""
