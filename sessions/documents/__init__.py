"""Official documents of sittings, built from data: what each says, after the forms in use. Always Vietnamese."""
