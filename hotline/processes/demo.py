"""The demo: the plain processes, plus the telephone simulator as their carrier, invented people, and one operator."""

from collections.abc import Callable, Mapping

from hotline import wiring
from hotline.demo import OPERATOR_NUMBER, add_operator, seed
from hotline.processes.launch import Plan
from hotline.processes.private import kept_secret
from hotline.settings import Settings
from hotline.simulator import ACCOUNT_SID, AUTH_TOKEN, LINE_NUMBER

HOST = "127.0.0.1"
OPERATOR = "operator@example.org"
ADDRESSES = """
The help line is up, with invented people; nothing reaches a real telephone.

  Telephones   {url}/simulator/
  Operators    {url}/admin/     {operator}   password: {password}
  Public page  {url}/

Ctrl-C stops it. What happened stays in {folder}.
"""


def demo_plan(environ: Mapping[str, str], port: int, *, tell: Callable[[str], None]) -> Plan:
    """Return the plan of `hotline demo`. `tell` gets the addresses once everything serves."""
    public_url = (environ.get("PUBLIC_URL", "").strip() or f"http://{HOST}:{port}").rstrip("/")
    ours = {
        "PUBLIC_URL": public_url,
        "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
        "TWILIO_API_URL": f"{public_url}/simulator/carrier",
        "HOTLINE_NUMBER": LINE_NUMBER,
        # Somebody trying it out at ten in the evening wants an answer too.
        "HOTLINE_QUIET_HOURS": environ.get("HOTLINE_QUIET_HOURS", ""),
        "HOTLINE_OPENING_HOURS": environ.get("HOTLINE_OPENING_HOURS", "mon-sun 00:00-24:00"),
        "HOTLINE_OPERATOR_NUMBERS": environ.get("HOTLINE_OPERATOR_NUMBERS", OPERATOR_NUMBER),
    }
    said: list[str] = []

    def prepare(settings: Settings) -> None:
        password = seed_all(settings)
        said.append(
            ADDRESSES.format(url=public_url, operator=OPERATOR, password=password, folder=settings.var_dir)
        )

    return Plan(
        {**environ, **ours}, HOST, port, simulator=True, prepare=prepare, ready=lambda: tell("".join(said))
    )


def seed_all(settings: Settings) -> str:
    """Put the invented people and the operator into the database if they are not there; return her password."""
    password = kept_secret(settings.var_dir, "demo-password", length=9)
    context = wiring.build(settings)
    seed(context)
    add_operator(context, OPERATOR, password)
    context.database.dispose()
    context.redis.close()
    return password
