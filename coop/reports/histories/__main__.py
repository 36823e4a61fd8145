"""`python -m coop.reports.histories`: the reader, as a process of its own."""

from coop.reports.histories.child import main

main()
