#!/bin/sh
# 离线安装 jixiao：不联网，只用本文件夹里的 wheels。用法：sh install.sh [安装位置，默认 ~/jixiao]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-"$HOME/jixiao"}
python=""
for name in python@PYTHON@ python3 python; do
    if command -v "$name" >/dev/null 2>&1 &&
        [ "$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "@PYTHON@" ]; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "没有找到 Python @PYTHON@。请先安装 Python @PYTHON@，再运行本程序。" >&2
    exit 1
fi
if [ -e "$target" ] && [ ! -x "$target/bin/python" ]; then
    echo "$target 已经存在，而且不是 jixiao 的安装位置。请换一个位置：sh install.sh 另一个文件夹" >&2
    exit 1
fi
echo "正在安装到 $target ……"
"$python" -m venv "$target" || {
    echo "不能建立运行环境。Debian、统信、麒麟系统请先安装 python3-venv 软件包。" >&2
    exit 1
}
"$target/bin/python" -m pip install --quiet --no-index --find-links "$here/wheels" --upgrade "jixiao-extractor[ocr,archives,desk]" || {
    echo "安装没有完成。请核对：本文件夹是否完整拷贝、是否与本机系统相符。" >&2
    exit 1
}
"$target/bin/jixiao" doctor
echo
echo "安装完成。运行：$target/bin/jixiao check 表格文件"
