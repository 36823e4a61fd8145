"""What every page shares: who may, which language, which headers, and how a refusal reads."""
