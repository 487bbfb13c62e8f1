"""What of a saved government page is furniture: menus, crumbs, share links, page heads and feet.

Furniture is kept as lines marked `chrome`, because a wrong guess must not lose text; whoever looks for a form's
block passes over them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

TAGS = frozenset({"nav", "footer", "aside", "menu", "dialog"})
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navi|menu|mainmenu|submenu|crumbs?|breadcrumbs?|bread|footer|foot|bottom|sidebar|side|left"
    r"|leftbar|share|bdshare\w*|copyright|banner|topbar|top|toolbar|tool|tools|search|friendlinks?|links?|location|position"
    r"|weizhi|dqwz|prev|next|prevnext|pages?|pagination|related|qrcode|ewm|hot|recommend|login|logo|meta|print|fontsize"
    r"|header|head|mianbao|daohang|xxgkml)(?:$|[\s_-]|\d)",
    re.I,
)
_WORDS = re.compile(
    r"(?:您?(?:所在|的|当前|现在)*的?位置|首页\s*[>＞»›]|版权所有|网站标识码|.{0,12}ICP备|.{0,6}公网安备|网站地图|上一篇|下一篇"
    r"|分享(?:到|至)|扫一扫|【?(?:打印|关闭|收藏)(?:本页|窗口)?】?$|字体|发布(?:时间|日期)\s*[：:]|浏览(?:次数|量)|访问量"
    r"|信息来源\s*[：:]|责任编辑|主办(?:单位)?\s*[：:]|承办(?:单位)?\s*[：:]|技术支持\s*[：:]|copyright|今天是)",
    re.I,
)
_INDEX_LABELS = re.compile(
    r"^(?:索引号|信息索引号?|发布机构|发文机关|发布日期|成文日期|生成日期|发文日期|发文字号|文号|文\s*号|主题分类|主题词|有效性"
    r"|时效性|公开方式|公开时限|公开形式|信息来源|信息名称|信息分类|组配分类|名称|公开范围|内容概述|体裁分类)\s*[：:]?$"
)


def is_furniture(element: _Element) -> bool:
    """Whether an element is page furniture by its tag, role, class or id."""
    if element.tag in TAGS:
        return True
    role = element.get("role")
    if role in ("navigation", "banner", "contentinfo", "search", "menu"):
        return True
    name, ident = element.get("class"), element.get("id")
    return bool((name and _NAMES.search(name)) or (ident and _NAMES.search(ident)))


def reads_like_furniture(text: str) -> bool:
    """A line of a site's own: 首页, 上一篇, 打印本页 …"""
    return bool(_WORDS.match(text.lstrip("【[ ")))


_HOST = re.compile(r"(?:主办|承办)(?:单位)?\s*[：:]")


def names_host(text: str) -> bool:
    """承办单位：…, who runs the site at the foot of a page, and who carries out the project above a form's table."""
    return bool(_HOST.match(text))


def is_index_table(texts: list[str]) -> bool:
    """The little table of 索引号, 发布机构 … that stands above an article: at most a dozen labels, two known."""
    filled = [text for text in texts if text]
    return len(filled) <= 30 and sum(bool(_INDEX_LABELS.match(text)) for text in filled) >= max(2, len(filled) // 4)
