"""Run as a script: become another user, be told when the parent dies, then become the program.

Usage: launch.py UID GID PARENT_PID PROGRAM ARGUMENT...

It stands alone (no import of the package) so that it starts in a few milliseconds and can be read by root alone: after
the change of user nothing of the package or of the interpreter needs to be reachable any more.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def become(uid: int, gid: int) -> None:
    if os.geteuid() == uid:
        return
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def end_with(parent: int) -> None:
    """Ask the kernel for SIGINT (a fast, clean shutdown for PostgreSQL) when the parent is gone, however it went.

    Must come after the change of user, which clears the request. Only Linux has it; elsewhere the next start finds
    the server that was left and ends it.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("The starting process is gone; not starting.")


def main(arguments: list[str]) -> None:
    uid, gid, parent = (int(value) for value in arguments[:3])
    program = arguments[3:]
    os.umask(0o077)
    become(uid, gid)
    end_with(parent)
    os.execv(program[0], program)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(sys.argv[1:])
