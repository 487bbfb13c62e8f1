@echo off
rem 离线安装 jixiao：不联网，只用本文件夹里的 wheels。双击运行，或：install.bat 安装位置
setlocal
set "here=%~dp0"
set "target=%~1"
if "%target%"=="" set "target=%LOCALAPPDATA%\jixiao"
py -@PYTHON@ -c "pass" >nul 2>nul
if errorlevel 1 (
    echo 没有找到 Python @PYTHON@。请先安装 64 位的 Python @PYTHON@，安装时勾选 py launcher，再运行本程序。
    pause
    exit /b 1
)
echo 正在安装到 %target% ……
py -@PYTHON@ -m venv "%target%"
if errorlevel 1 (
    echo 不能建立运行环境。请换一个有写入权限的位置：install.bat 另一个文件夹
    pause
    exit /b 1
)
"%target%\Scripts\python.exe" -m pip install --quiet --no-index --find-links "%here%wheels" --upgrade "jixiao-extractor[ocr,archives,desk]"
if errorlevel 1 (
    echo 安装没有完成。请核对：本文件夹是否完整拷贝、是否与本机系统相符。
    pause
    exit /b 1
)
"%target%\Scripts\jixiao.exe" doctor
echo.
echo 安装完成。运行："%target%\Scripts\jixiao.exe" check 表格文件
pause
