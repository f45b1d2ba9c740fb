"""Threads, processes, subprocesses, a database, temporary files, a web server and its clients."""

import asyncio
import concurrent.futures
import ctypes
import gc
import hashlib
import http.server
import json
import multiprocessing
import os
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import urllib.request


def digest(number):
    return hashlib.sha256(str(number).encode() * 1000).hexdigest()


def in_threads():
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        return hashlib.sha256("".join(pool.map(digest, range(200))).encode()).hexdigest()


def in_processes():
    with multiprocessing.Pool(2) as pool:
        return hashlib.sha256("".join(pool.map(digest, range(200))).encode()).hexdigest()


def shared():
    counter = multiprocessing.Value(ctypes.c_long, 0)

    def count():
        for _ in range(1000):
            with counter.get_lock():
                counter.value += 1

    workers = [multiprocessing.Process(target=count) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return counter.value


def in_subprocesses():
    packed = subprocess.run(["gzip", "-9c"], input=b"holds" * 9999, capture_output=True, check=True)
    text = subprocess.run(["gzip", "-dc"], input=packed.stdout, capture_output=True, check=True)
    shell = subprocess.run("seq 9 | sort -r | head -1", shell=True, capture_output=True, check=True)
    return len(text.stdout), shell.stdout.decode().strip()


def in_files():
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(os.path.join(folder, "work.db"))
        database.execute("CREATE TABLE word (text TEXT PRIMARY KEY, number INTEGER)")
        with database:
            rows = [(digest(each), each) for each in range(2000)]
            database.executemany("INSERT INTO word VALUES (?, ?)", rows)
        total = database.execute("SELECT sum(number) FROM word WHERE text > '8'").fetchone()[0]
        database.close()
        path = os.path.join(folder, "out.json")
        with open(path, "w") as file:
            json.dump({"total": total}, file)
        os.replace(path, path + ".done")
        with tempfile.TemporaryFile() as file:
            file.write(b"x" * 100000)
            return total, file.tell(), sorted(os.listdir(folder))


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = digest(self.path).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def over_http():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 8080), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        url = "http://127.0.0.1:8080/"
        bodies = pool.map(lambda n: urllib.request.urlopen(url + str(n)).read(), range(40))
        result = hashlib.sha256(b"".join(bodies)).hexdigest()
    server.shutdown()
    thread.join()
    server.server_close()
    return result


async def in_coroutines():
    async def echo(reader, writer):
        writer.write((await reader.readline()).upper())
        await writer.drain()
        writer.close()

    async def ask(word):
        reader, writer = await asyncio.open_unix_connection("/tmp/echo.sock")
        writer.write(word.encode() + b"\n")
        answer = await reader.readline()
        writer.close()
        return answer.decode().strip()

    server = await asyncio.start_unix_server(echo, "/tmp/echo.sock")
    answers = await asyncio.gather(*(ask(f"word {each}") for each in range(5)))
    server.close()
    await server.wait_closed()
    os.unlink("/tmp/echo.sock")
    process = await asyncio.create_subprocess_exec("uname", stdout=asyncio.subprocess.PIPE)
    return answers, (await process.communicate())[0].decode().strip()


def by_signals():
    seen = []
    signal.signal(signal.SIGALRM, lambda *_: seen.append("alarm"))
    signal.signal(signal.SIGUSR1, lambda *_: seen.append("user"))
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    signal.pause()
    os.kill(os.getpid(), signal.SIGUSR1)
    return seen


if __name__ == "__main__":
    for step in (in_threads, in_processes, shared, in_subprocesses, in_files, over_http, by_signals):
        print(step.__name__, step())
    print("in_coroutines", asyncio.run(in_coroutines()))
    print("gc", gc.collect() >= 0, socket.has_ipv6)
