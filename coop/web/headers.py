"""The headers of every answer: nothing from elsewhere, nothing inline, nothing kept."""

import re

from flask import Flask, Response, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

# What may stand in a policy as a host; another one is a client's own invention.
HOST = re.compile(r"([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?")

# For a file that somebody sent: whatever its bytes are, a browser runs nothing of it.
CONFINED = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)

# Everything a page could ask a phone for, and none of ours does.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
        "browsing-topics",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def init_app(app: Flask) -> None:
    """Put the headers on every answer, the refusals included."""
    app.after_request(_dress)


def talking() -> str:
    """The policy of a page that keeps a websocket to its own host.

    "self" covers one where a browser follows CSP 3: Safari does from 16 on, and before that it
    must be told (WebKit's bug 201591).
    """
    if not HOST.fullmatch(request.host):
        return POLICY
    own = f"{'wss' if request.is_secure else 'ws'}://{request.host}"
    return POLICY.replace("connect-src 'self'", f"connect-src 'self' {own}")


def _dress(response: Response) -> Response:
    wished = response.headers.get("Content-Security-Policy")
    for name, value in HEADERS.items():
        response.headers[name] = value
    if wished and wished in (CONFINED, talking()):
        response.headers["Content-Security-Policy"] = wished
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    # Pages hold forms, receipts and keys of one sending: none may stay in a cache or on a disk.
    response.headers.setdefault("Cache-Control", "no-store")
    return response
