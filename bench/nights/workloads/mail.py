# A delivery into a Maildir, and locks by process and host.
import os, socket, time

for folder in ("tmp", "new", "cur"):
    os.makedirs("/var/mail/bob/" + folder, exist_ok=True)
for _ in range(2):
    now = time.time()
    name = "%d.M%dP%d.%s" % (now, now % 1 * 1e6, os.getpid(), socket.gethostname())
    descriptor = os.open("/var/mail/bob/tmp/" + name, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    os.write(descriptor, b"Subject: x\n\n")
    os.close(descriptor)
    os.link("/var/mail/bob/tmp/" + name, "/var/mail/bob/new/" + name)
    os.unlink("/var/mail/bob/tmp/" + name)
lock = "/var/mail/bob.lock.%s.%d" % (socket.gethostname(), os.getpid())
open(lock, "w").close()
os.link(lock, "/var/mail/bob.lock")
os.unlink(lock)
os.unlink("/var/mail/bob.lock")
