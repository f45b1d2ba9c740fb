"""Signals of every sort to every sort of process, each often; and one that the kernel sends."""
import ctypes
import os
import signal
import threading

libc = ctypes.CDLL(None)
TIMES = 3
own = os.getpid()
for number in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM, signal.SIGRTMIN + 1):
    signal.signal(number, lambda *_: None)


def in_child(act):
    """Runs it in a child, and gives the child's pid once it has said that it is ready."""
    ready, say = os.pipe()
    child = os.fork()
    if child == 0:
        act(lambda text: os.write(say, text.encode()))
        os._exit(0)
    return child, int(os.read(ready, 20))


def wait_for_signal(say):
    say("0")
    signal.pause()


def fork_and_wait(say):
    grandchild, _ = in_child(wait_for_signal)
    say(str(grandchild))
    os.waitpid(grandchild, 0)


def call_parent(say):
    for _ in range(TIMES):
        os.kill(os.getppid(), signal.SIGUSR2)
    say("0")


for _ in range(TIMES):
    os.kill(own, signal.SIGUSR1)
    signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
    libc.sigqueue(own, signal.SIGRTMIN + 1, None)
signal.setitimer(signal.ITIMER_REAL, 0.001)
signal.pause()  # SIGALRM is the kernel's

child, _ = in_child(wait_for_signal)
os.kill(child, 0)
signal.pidfd_send_signal(os.pidfd_open(child), signal.SIGTERM)
os.waitpid(child, 0)
child, grandchild = in_child(fork_and_wait)
os.kill(grandchild, signal.SIGKILL)
os.waitpid(child, 0)
child, _ = in_child(call_parent)
os.waitpid(child, 0)
for _ in range(TIMES):
    try:
        os.kill(999999, signal.SIGTERM)
    except ProcessLookupError:
        pass
