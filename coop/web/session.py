"""The session exists under /me/ and nowhere else, not even for a forged cookie."""

from flask import Flask, Request
from flask import request as current_request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

SIGNED_IN = "/me/"


class SessionUnderMe(SecureCookieSessionInterface):
    """Outside /me/ there is no session: reading finds nothing, writing raises."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Open the session under /me/; elsewhere give none, which Flask makes a null session."""
        if not request.path.startswith(SIGNED_IN):
            return None
        return super().open_session(app, request)

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - Flask's own signature
        """Ask for TLS on the way back wherever the request came by TLS."""
        return current_request.is_secure


def init_app(app: Flask) -> None:
    """Give the cookie to the pages of members only."""
    app.session_interface = SessionUnderMe()
    app.config.update(
        SESSION_COOKIE_NAME="seat",
        SESSION_COOKIE_PATH=SIGNED_IN,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
    )
