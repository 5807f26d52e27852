"""`python -m plpcore.testing module:factory` prints what a storage claims and what shows it."""

from plpcore.testing._matrix import main

raise SystemExit(main())
