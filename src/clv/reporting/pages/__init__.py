"""What a reader opens: the page, the list of all runs, the mail, the PDF."""
