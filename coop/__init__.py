"""Porte-Voix: assembles the app, and nothing else."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from coop import commands, db
from coop.config import ROOT, Config
from coop.features import parts
from coop.web import (
    arrival,
    clock,
    compression,
    errors,
    headers,
    language,
    limits,
    log,
    origin,
    session,
    settings,
    site,
    unstorable,
)


def create_app(config: Config, *, now: clock.Clock = clock.system_clock) -> Flask:
    """The app with these settings and this clock: no migration, no print, no network."""
    log.init()
    app = Flask(
        __name__,
        static_folder=str(ROOT / "static"),
        template_folder=str(ROOT / "templates"),
        instance_path=str(ROOT / "instance"),
    )
    app.extensions[settings.EXTENSION] = config
    app.extensions[clock.EXTENSION] = now
    site.init_config(app, config)
    db.init_app(app, {"members": config.members_database_url, "voice": config.voice_database_url})
    for web in (
        headers,
        compression,
        origin,
        unstorable,
        arrival,
        session,
        errors,
        language,
        site,
    ):
        web.init_app(app)
    limits.init_app(app, config)
    for part in (*parts("routes"), *parts("api"), *parts("commands")):
        part.init_app(app)
    commands.init_app(app)
    site.serve_static(app)
    if config.proxies:
        hops = config.proxies
        proxied = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
        app.wsgi_app = proxied  # type: ignore[method-assign]  # as Werkzeug documents it
    return app
