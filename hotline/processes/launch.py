"""Everything on one machine: the embedded server for Redis, worker, clock and web under one supervisor."""

import http.client
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from hotline.processes import redis_server
from hotline.processes.private import claim_port, kept_secret, make_private, take_turn, web_needs
from hotline.processes.release import release
from hotline.processes.supervisor import Program, Supervisor
from hotline.settings import Settings


@dataclass(frozen=True)
class Plan:
    """What to run: where to listen, in which environment, and what to do between the database and the processes.

    simulator: serve the stand-in for the carrier too. prepare: gets the settings the processes will have.
    ready: called once everything serves.
    """

    environ: Mapping[str, str]
    host: str
    port: int
    simulator: bool = False
    prepare: Callable[[Settings], None] = lambda _settings: None
    ready: Callable[[], None] = lambda: None


def run(plan: Plan) -> None:
    """Run everything until told to stop.

    Raises `BadConfiguration`, `Busy`, `NoRedisServer` or `StartFailed` when it cannot.
    """
    needed = web_needs(plan.environ, plan.host)
    settings = Settings.from_env(plan.environ, port=plan.port, required=needed)
    make_private(settings.var_dir)
    turn = take_turn(settings.var_dir)
    claim_port(plan.host, plan.port)
    environ = complete(plan.environ, settings)
    supervisor = Supervisor(environ, keep_open=(turn,))
    supervisor.install()
    try:
        _start(supervisor, plan, Settings.from_env(environ, port=plan.port, required=needed))
        if not supervisor.signals:
            plan.ready()
        supervisor.run()
    finally:
        supervisor.stop()


def complete(environ: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """Return the environment of the children, in which what was left to defaults is said outright."""
    return {
        **environ,
        "VAR_DIR": str(settings.var_dir),
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url or redis_server.embedded_url(settings.var_dir),
        "SECRET_KEY": settings.secret_key or kept_secret(settings.var_dir, "secret-key"),
        "PUBLIC_URL": settings.public_url,
        "HOTLINE_NUMBER": settings.number,
    }


def _start(supervisor: Supervisor, plan: Plan, settings: Settings) -> None:
    if not plan.environ.get("REDIS_URL", "").strip():
        supervisor.start(_redis(settings))
    release(settings)
    plan.prepare(settings)
    for program in (_ours("worker"), _ours("clock"), _web(plan)):
        if not supervisor.signals:
            supervisor.start(program)


def _redis(settings: Settings) -> Program:
    is_ready = partial(redis_server.answers, redis_server.embedded_url(settings.var_dir))
    return Program("redis", redis_server.command(settings.var_dir), is_ready, order=0)


def _ours(name: str, *options: str) -> Program:
    return Program(name, (sys.executable, "-m", "hotline.cli", name, *options))


def _web(plan: Plan) -> Program:
    options = ("--host", plan.host, "--port", str(plan.port), *(("--simulator",) if plan.simulator else ()))
    program = _ours("web", *options)
    return Program(program.name, program.command, partial(_answers, plan.host, plan.port))


def _answers(host: str, port: int) -> bool:
    nearest = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound
    connection = http.client.HTTPConnection(nearest, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
