"""Cards into comparable forms: tax ids, phones, e-mails, names."""
