"""The command ``labeler``, with a line written for each run of the page script: who it was for.

Only benchmarks start it. The file to write to is named in ``BENCH_RUNS``.
"""

import os
from pathlib import Path

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from labeler.cli.main import main

_FILE = Path(os.environ["BENCH_RUNS"])
# What begins every run, the ones a run asks for itself included.
_begin = ScriptRunner._install_event_loop  # noqa: SLF001 - nothing public is called once a run


def _counting(runner: ScriptRunner) -> None:
    _begin(runner)
    who = runner._user_info  # noqa: SLF001 - as above
    with _FILE.open("a", encoding="utf-8") as file:
        file.write(f"{who.get('login') or who}\n")


ScriptRunner._install_event_loop = _counting  # noqa: SLF001 - as above

if __name__ == "__main__":
    main()
