"""`python -m hotline.cli` is `hotline`."""

from hotline.cli import main

main()
