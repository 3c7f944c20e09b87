"""
`python -m assess_rules` is the command line.
"""

from assess_rules.cli import main

main()
