"""From logged touches to proof: who really works which client."""
