"""CRMs and accounting programs: owner changes in the shape each takes, new clients in the shape it sends.

Pure functions: nothing here opens a connection or a database. What comes in as files is read by
`assigner.tabular`, whose profiles know the headers of the same programs (docs/crm.md).
"""

from api.crm.model import File, Move, Request, System, User, WriteBack
from api.crm.shape import Encoding
from api.crm.write_back import write_back

__all__ = ["Encoding", "File", "Move", "Request", "System", "User", "WriteBack", "write_back"]
