# Everything that Python's tempfile makes, and names of uuid4.
import os, tempfile, uuid

with tempfile.TemporaryFile() as file:
    file.write(b"x")
with tempfile.NamedTemporaryFile(suffix=".csv") as file:
    file.write(b"x")
with tempfile.NamedTemporaryFile(prefix="report-", suffix=".pdf", dir="/var/tmp", delete=False) as file:
    file.write(b"x")
with tempfile.TemporaryDirectory(prefix="build") as folder:
    os.makedirs(folder + "/a/b")
    with open(folder + "/a/b/out.o", "w") as file:
        file.write("x")
with tempfile.TemporaryDirectory() as folder:
    with open(folder + "/main.c", "w") as file:
        file.write("x")
os.makedirs("/data/sessions", exist_ok=True)
with open("/data/sessions/%s.json" % uuid.uuid4(), "w") as file:
    file.write("{}")
with open("/data/%s" % uuid.uuid4().hex, "w") as file:
    file.write("x")
