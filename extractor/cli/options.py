"""The arguments and options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli.choices import Office

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH", help="文件、文件夹、压缩包，- 为标准输入", show_default=False)
]
RulesDir = Annotated[str | None, typer.Option("--rules", metavar="DIR", help="本单位的规则目录，逐个文件覆盖自带规则")]
NoOcr = Annotated[bool, typer.Option("--no-ocr", help="不识别图片和扫描页")]
OfficeChoice = Annotated[
    Office, typer.Option("--office", help="谁来读 .doc、.wps：own 本程序，libreoffice，both 两者对照")
]
Redact = Annotated[bool, typer.Option("--redact", help="遮盖人名和电话")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度条")]
Workers = Annotated[int | None, typer.Option("--workers", metavar="N", min=1, max=256, help="同时读取的进程数")]
Db = Annotated[str, typer.Option("--db", metavar="URL", help="数据库地址，如 sqlite:///year.db")]
Folder = Annotated[
    str | None, typer.Argument(metavar="FOLDER", help="打开时就收这个文件夹里的填报文件", show_default=False)
]
Share = Annotated[
    str | None, typer.Option("--sample", metavar="P%", help="随机抽查没有问题的格子，如 2%；估计读错而没有提示的比率")
]
Host = Annotated[str, typer.Option("--host", help="监听的地址；默认只有本机能打开")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="端口；0 为自选")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="不打开浏览器，只打印地址")]
User = Annotated[str | None, typer.Option("--user", metavar="NAME", help="谁在审核，记入每条更正；默认为登录名")]
Departments = Annotated[
    str | None, typer.Option("--departments", metavar="FILE", help="单位名录（departments.yaml），据此查漏报")
]
