"""Gunicorn's worker with threads, but its processes share people's lines evenly.

All processes wait for new connections at one door. A process with much to do looks there all the
time, and one that sleeps has to wake up first: so whoever has most connections gets the next, until
one process serves sixty people on one core, and the other four. Here each waits before it takes
one, the longer the more it has, and who has least is there first. Nobody need know of the others:
where none of them takes it, this one does.
"""

from socket import socket
from time import sleep

from gunicorn.workers.gthread import ThreadWorker

# Seconds for each connection that is open, and at most. To wake up takes a tenth of a thousandth.
EACH, MOST = 0.00005, 0.003


class EvenLines(ThreadWorker):
    def accept(self, listener: socket) -> None:
        sleep(min(MOST, EACH * self.nr_conns))
        super().accept(listener)
