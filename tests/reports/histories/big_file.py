"""A batch file of any size, made up row by row and never held whole."""

from collections.abc import Iterator

HEADER = (
    "HITId,HITTypeId,Title,Description,Reward,AssignmentId,WorkerId,AssignmentStatus,AcceptTime,"
    "SubmitTime,ApprovalTime,RejectionTime,RequesterFeedback,WorkTimeInSeconds,"
    "LifetimeApprovalRate,Last30DaysApprovalRate,Last7DaysApprovalRate\r\n"
)
ROW = (
    '"H{n:020d}","TYPE{kind:08d}","Draw a box around each number","Look at the picture, draw a box '
    'around each number that a runner wears, and write it down","$0.04","A{n:020d}",'
    '"W{worker:013d}","{status}","{day} {hour:02d}:{minute:02d}:10 PDT 2018",'
    '"{day} {hour:02d}:{minute:02d}:40 PDT 2018","{decided}","{refused}","thank you",'
    '"30","78% (1795/2304)","78% (1795/2304)","0% (0/0)"\r\n'
)
ROWS_A_PIECE = 200
WHEN = "Mon May 07 11:00:00 PDT 2018"


def big_file(rows: int, *, workers: int) -> Iterator[bytes]:
    """Every tenth task rejected; each worker's tasks one minute after the other."""
    yield HEADER.encode()
    for first in range(0, rows, ROWS_A_PIECE):
        yield "".join(_row(n, workers) for n in range(first, first + ROWS_A_PIECE)).encode()


def _row(n: int, workers: int) -> str:
    minute = n // workers
    is_refused = n % 10 == 0
    return ROW.format(
        n=n,
        kind=n % 50,
        worker=n % workers,
        status="Rejected" if is_refused else "Approved",
        day=f"Fri Apr {1 + minute // 1440 % 28:02d}",
        hour=minute // 60 % 24,
        minute=minute % 60,
        decided="" if is_refused else WHEN,
        refused=WHEN if is_refused else "",
    )
