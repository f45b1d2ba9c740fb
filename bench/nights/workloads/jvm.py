# What a Java machine leaves: its counters by process, what attaches to it, a library it unpacks.
import os, random

os.makedirs("/tmp/hsperfdata_root", exist_ok=True)
counters = "/tmp/hsperfdata_root/%d" % os.getpid()
open(counters, "w").close()
open("/tmp/.java_pid%d.tmp" % os.getpid(), "w").close()
os.rename("/tmp/.java_pid%d.tmp" % os.getpid(), "/tmp/.java_pid%d" % os.getpid())
library = "/tmp/jna%d.tmp" % random.randrange(10**17, 10**19)
os.close(os.open(library, os.O_CREAT | os.O_EXCL | os.O_RDWR))
os.unlink(library)
os.unlink(counters)
