"""Keystrokes in a large file, from the edit that is sent to the diagnostics that come back.

Usage: python3 benches/peers-lint/editor.py --inglenook PROGRAM --file FILE [--lines N] [--keys N] [--trace]

FILE is repeated or cut to N lines (2,000) and typed into at places all over it, one letter at a time, never
saved. Prints the median, the 95th percentile and the slowest of the times, the pause `lint.delay_ms` included.
--trace runs the server under `strace` and counts the system calls on files between the keystrokes.
"""

import argparse
import json
import pathlib
import queue
import random
import re
import statistics
import subprocess
import tempfile
import threading
import time

LANGUAGES = {".py": "python", ".rs": "rust", ".js": "javascript", ".ts": "typescript", ".go": "go", ".java": "java"}
FILES = "trace=openat,open,stat,lstat,newfstatat,statx,access,faccessat,faccessat2,getdents64,readlink,readlinkat,chdir"


class Server:
    def __init__(self, command, folder):
        self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        self.arrived = queue.Queue()
        self.number = 0
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        out = self.child.stdout
        while True:
            length = 0
            while (line := out.readline().strip()):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                return
            message = json.loads(out.read(length))
            self.arrived.put((time.monotonic(), message))

    def send(self, method, params, ask=False):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if ask:
            self.number += 1
            message["id"] = self.number
        body = json.dumps(message).encode()
        self.child.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.child.stdin.flush()

    def wait(self, right, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                at, message = self.arrived.get(timeout=seconds)
            except queue.Empty:
                break
            if right(message):
                return at
        raise SystemExit("the server did not answer")


def published(uri, version):
    def right(message):
        params = message.get("params") or {}
        is_it = message.get("method") == "textDocument/publishDiagnostics" and params.get("uri") == uri
        return is_it and params.get("version") == version

    return right


def typed(server, uri, lines, keys):
    """Seconds of each keystroke: letters at the ends of lines that hold a call."""
    random.seed(1)
    places = [index for index, line in enumerate(lines) if "(" in line]
    times = []
    for version in range(2, keys + 2):
        line = random.choice(places)
        at = {"line": line, "character": lines[line].index("(") + 1}
        change = {"range": {"start": at, "end": at}, "text": "x"}
        start = time.monotonic()
        document = {"uri": uri, "version": version}
        server.send("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
        times.append(server.wait(published(uri, version)) - start)
        time.sleep(0.05)
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--inglenook", required=True)
    parser.add_argument("--file", type=pathlib.Path, required=True)
    parser.add_argument("--lines", type=int, default=2000)
    parser.add_argument("--keys", type=int, default=100)
    parser.add_argument("--trace", action="store_true")
    args = parser.parse_args()
    lines = args.file.read_text().split("\n")
    lines = (lines * (args.lines // len(lines) + 1))[: args.lines]
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / f"typed{args.file.suffix}"
        file.write_text("\n".join(lines))
        trace = pathlib.Path(folder) / "trace"
        command = [args.inglenook, "lsp"]
        if args.trace:
            command = ["strace", "-f", "-ttt", "-e", FILES, "-o", str(trace), *command]
        server = Server(command, folder)
        root = pathlib.Path(folder).as_uri()
        server.send("initialize", {"processId": None, "rootUri": root, "capabilities": {}}, ask=True)
        server.wait(lambda message: message.get("id") == 1)
        server.send("initialized", {})
        document = {"uri": file.as_uri(), "languageId": LANGUAGES.get(args.file.suffix, ""), "version": 1}
        server.send("textDocument/didOpen", {"textDocument": {**document, "text": "\n".join(lines)}})
        server.wait(published(file.as_uri(), 1))
        time.sleep(2)
        begun = time.time()
        times = sorted(typed(server, file.as_uri(), lines, args.keys))
        ended = time.time()
        server.send("shutdown", None, ask=True)
        server.wait(lambda message: "id" in message and "method" not in message)
        server.send("exit", None)
        server.child.wait(timeout=30)
        milliseconds = [1000 * seconds for seconds in times]
        print(
            f"{len(lines)} lines, {len(times)} keys: median {statistics.median(milliseconds):.0f} ms, "
            f"p95 {milliseconds[int(0.95 * len(times))]:.0f} ms, slowest {milliseconds[-1]:.0f} ms"
        )
        if args.trace:
            calls = [line for line in trace.read_text().split("\n") if re.match(r"\d+ +[\d.]+ ", line)]
            between = [line for line in calls if begun <= float(line.split()[1]) <= ended]
            print(f"system calls on files while typing: {len(between)}")
            for line in between[:20]:
                print(" ", line)


if __name__ == "__main__":
    main()
