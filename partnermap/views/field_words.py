"""What people call the fields of a finance table, and what its figures count in."""

FIELD_WORDS = {
    "recipient": "Who receives it",
    "stream": "Funding stream",
    "amount": "Amount",
    "year": "Financial year",
    "area": "Area",
    "basis": "Plan, budget or outturn",
    "treatment": "Pooled, aligned or passported",
    "outcomes": "Outcomes it serves",
    "department": "Who provides it",
    "agreement": "Agreement",
    "line": "Line",
    "notes": "Notes",
    "status": "Agreed, proposed or refused",
    "paid_through": "Paid through",
    "breakdown": "Part of another sum",
    "part_of": "Part of the stream",
    "conditions": "Conditions",
    "ring_fenced": "Ring-fenced",
    "paid_to_tier": "Paid to which tier",
    "frequency": "How often it is paid",
    "nature": "Kind of money",
    "currency": "Currency",
}
UNIT_WORDS = {"one": "pounds", "thousand": "thousands of pounds", "million": "millions of pounds"}
