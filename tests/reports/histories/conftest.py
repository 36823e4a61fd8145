"""The real files are not in the project: REAL_DATA says where they are, if they are anywhere."""

import os

REAL_DATA = os.environ.get("REAL_DATA")
collect_ignore = [] if REAL_DATA else ["test_real_data.py"]
