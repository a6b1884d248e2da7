"""``python -m styring``: the same as the command ``styring``."""

from __future__ import annotations

import sys

from styring.project.commands import main

sys.exit(main())
