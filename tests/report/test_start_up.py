import subprocess
import sys


def test_importing_the_package_does_not_import_its_reports() -> None:
    script = (
        "import sys, plpcore; print('plpcore.report' in sys.modules); import plpcore.report; print(len(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("False\n")
