# A store that forks: its child writes a snapshot under its own number and renames it.
import os

os.makedirs("/data", exist_ok=True)
for _ in range(2):
    child = os.fork()
    if child == 0:
        name = "/data/temp-%d.rdb" % os.getpid()
        with open(name, "w") as file:
            file.write("snapshot")
        os.rename(name, "/data/dump.rdb")
        os._exit(0)
    os.waitpid(child, 0)
    with open("/data/xlogtemp.%d" % os.getpid(), "w") as file:
        file.write("log")
    os.rename("/data/xlogtemp.%d" % os.getpid(), "/data/000000010000000000000001")
