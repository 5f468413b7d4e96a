"""What job processes do: plain functions over files and rows. No web framework here."""
