"""/metrics, /health/live and /health/ready on a thread of their own, from the first second of the process.

Beside the event loop on purpose: a probe must see a loop that hangs, and the stock server of Faust answers only after
recovery and shows table contents to anyone.
"""

import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST

from tocsin.observe.health import Health, HealthReport
from tocsin.observe.metrics import Metrics

JSON = "application/json"
TEXT = "text/plain; charset=utf-8"


class PortTaken(Exception):
    """The metrics address cannot be bound; the message names the settings to change."""


class ObserveServer:
    """Serves until `close`; `address` is host:port as bound (port 0 takes a free one)."""

    def __init__(self, metrics: Metrics, health: Health, host: str = "127.0.0.1", port: int = 0) -> None:
        try:
            self._server = ThreadingHTTPServer((host, port), _handler(metrics, health))
        except OSError as refused:
            raise PortTaken(
                f"no metrics on {host}:{port} ({refused.strerror}): set TOCSIN_METRICS_PORT to a free port, or 0"
            ) from refused
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="observe", daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        host, port = self._server.server_address[:2]
        return f"{host!s}:{port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)


def _handler(metrics: Metrics, health: Health) -> type[BaseHTTPRequestHandler]:
    def answer(path: str) -> tuple[HTTPStatus, str, bytes]:
        if path == "/metrics":
            return HTTPStatus.OK, CONTENT_TYPE_LATEST, metrics.expose()
        if path == "/health/live":
            return _health(health.live())
        if path == "/health/ready":
            return _health(health.ready())
        return HTTPStatus.NOT_FOUND, TEXT, b"/metrics, /health/live, /health/ready\n"

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = answer(self.path.partition("?")[0])
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Probes come every few seconds: they are no news."""

    return Handler


def _health(report: HealthReport) -> tuple[HTTPStatus, str, bytes]:
    status = HTTPStatus.OK if report.ok else HTTPStatus.SERVICE_UNAVAILABLE
    return status, JSON, report.model_dump_json().encode()
