"""Is the TLS that ends here as strict as a peer's, and does it bear those who mean no good?"""
