"""What an engine's errors mean to a person: known ones become sentences, others stay the bugs they are."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError
from sqlcipher3 import dbapi2

from studio_app.core.errors import Damaged, Refused, Unavailable

DAMAGED = "数据库文件已损坏。请从备份恢复，不要继续录入。"
NOT_OPENED = "数据打不开：可能坏了，也可能钥匙文件不是这一份的。请从备份恢复，或找装程序的同志。"
_KNOWN = {
    "database or disk is full": ("磁盘满了，没有保存。请腾出一些空间再试，输入的内容还在。", Unavailable),
    "lock timeout": ("别人正在保存，请稍等一会儿再试。写的字还在。", Unavailable),
    "database is locked": ("另一个程序正在写这个工作台，请稍等几秒再试。", Unavailable),
    "readonly database": ("这个文件夹是只读的，没有保存。请检查U盘写保护或文件夹权限。", Unavailable),
    "unable to open database": ("打不开数据库文件，请检查文件夹是否还在、是否有权限。", Unavailable),
    "disk I/O error": ("读写磁盘出错，没有保存。请检查磁盘是否已满、U盘是否插好。", Unavailable),
    "not a database": (NOT_OPENED, Damaged),
    "malformed": (DAMAGED, Damaged),
    "vtable constructor failed": (DAMAGED, Damaged),  # the pages of the search index
    "SQL logic error": (DAMAGED, Damaged),  # what a page that cannot be decrypted is called in some releases
}


@contextmanager
def told() -> Iterator[None]:
    """The engine's known troubles in the user's words; anything else is a bug and goes on as it is."""
    try:
        yield
    except StaleDataError:
        raise Refused("这条记录刚刚在别处改过，没有保存。请重新打开再改，您输入的内容还在草稿里。") from None
    except DBAPIError as trouble:
        _tell_known(str(trouble.orig))
        raise
    except dbapi2.Error as trouble:  # straight from the driver: copying a file, changing its key
        _tell_known(str(trouble))
        raise


def _tell_known(message: str) -> None:
    for part, (sentence, kind) in _KNOWN.items():
        if part in message:
            raise kind(sentence) from None
