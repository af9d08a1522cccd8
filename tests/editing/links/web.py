"""A small web server on this machine that answers as it is told, and remembers who asked."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Web:
    def __init__(self, server):
        self.address = f"http://127.0.0.1:{server.server_port}"
        self.asked: list[tuple[str, str, str]] = []  # method, path, user agent


class Handler(BaseHTTPRequestHandler):
    def do_HEAD(self):
        web = self.server.web
        web.asked.append((self.command, self.path, self.headers["User-Agent"]))
        match self.path.strip("/").split("/"):
            case ["slow"]:
                time.sleep(1)
                self._answer(200)
            case ["only-get"]:
                self._answer(200 if self.command == "GET" else 404)
            case ["falters"]:
                self._answer(503 if self._times() == 1 else 200)
            case ["to", *rest]:
                self._answer(302, "/" + "/".join(rest))
            case ["round"]:
                self._answer(302, "/round")
            case ["off"]:
                self._answer(302, "file:///etc/passwd")
            case [status] if status.isdigit():
                self._answer(int(status))
            case _:
                self._answer(200)

    do_GET = do_HEAD  # noqa: N815

    def _times(self):
        return sum(path == self.path for _, path, _ in self.server.web.asked)

    def _answer(self, status, location=""):
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@contextmanager
def web_server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.web = Web(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.web
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
