"""The steps people take: import, claim, save, submit, skip, reopen, suggest, publish labels."""
