# The only door: every job of this repository is a target here.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXTRAS := dev,ocr,archives,pg,parquet,desk
DEV := $(VENV)/.dev
ifeq ($(JIXIAO_REQUIRE_ALL),1)
# Ray (80 MB, 240 MB unpacked) is for CI; elsewhere its tests are skipped unless it is installed.
EXTRAS := $(EXTRAS),cluster
DEV := $(VENV)/.dev-all
endif
BENCHES := across batch cluster defects desk doc extract layouts matching office pdf readers reports scans scan_layouts
# LOCK=constraints.txt installs the releases named there; PIP_MORE goes to pip as it is.
LOCK ?=
INSTALL = $(BIN)/python -m pip install --quiet $(PIP_MORE) $(if $(LOCK),-c $(LOCK))
FILING := samples/yuanjiang-zonggonghui-2024.txt

.PHONY: lock newest audit wheels bundle help setup setup-dev demo lint test pictures golden bench unseen coverage mutants hostile samples clean drawing

help:
	@echo "make demo     安装并对示例文件运行 jixiao check"
	@echo "make test     安装开发依赖并运行全部测试"
	@echo "make lint     ruff 与 mypy --strict"
	@echo "make golden   重新生成 golden/（请逐行看 diff）"
	@echo "make bench    各项计时与准确率（较久）"
	@echo "make unseen   没见过的版式：读对多少、漏了什么（较久）"
	@echo "make bundle   离线安装包（wheels 和安装脚本）"
	@echo "make wheels   各系统、各版 Python 能否只用 wheels 安装"
	@echo "make newest   全部依赖装最新版再测试（每周一次）"
	@echo "make audit    依赖的已知漏洞"
	@echo "make lock     把现在的版本写进 constraints.txt"
	@echo "make drawing  按实际的引用关系重画 docs/rooms.svg"
	@echo "make coverage 测试走过程序的多少行和分支（较久；TESTS=tests/values 只看一处）"
	@echo "make mutants  每次在程序里放一处小错，看测试是否发现（较久；SAMPLE=50 SEED=1）"
	@echo "make hostile  坏文件与恶意文件的长跑（较久）"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.core: pyproject.toml $(BIN)/python
	$(INSTALL) -e .
	@touch $@

$(DEV): pyproject.toml $(BIN)/python
	$(INSTALL) -e ".[$(EXTRAS)]"
	@touch $@ $(VENV)/.core

setup: $(VENV)/.core

setup-dev: $(DEV)

demo: setup
	$(BIN)/jixiao check $(FILING)

lint: setup-dev
	$(BIN)/ruff format --check extractor tests bench samples bundle
	$(BIN)/ruff check extractor tests bench samples bundle
	$(BIN)/mypy extractor
	$(BIN)/lint-imports --no-logo

# Three on two cores: some tests wait. In the order of the folders, whose first (batch, cli, desk) take longest. The tests
# start some hundred Pythons: where the environment forbids bytecode, each would compile the whole program anew.
test: setup-dev
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

pictures: setup-dev
	JIXIAO_PICTURES=docs $(BIN)/python -m pytest -n 0 tests/desk/test_day.py tests/desk/test_queue.py tests/desk/test_teach.py -k "letters or framed or by_hand"

golden: setup-dev
	$(BIN)/python -m tests.make.golden

drawing: setup-dev
	$(BIN)/python -m tests.make.drawing

samples: setup-dev
	$(BIN)/python samples/make_samples.py

bench: setup-dev
	@missed=""; for job in $(BENCHES) "year measure --count 1000" kill; do \
		set -- $$job; name=$$1; shift; echo "== bench/$$name.py $$*"; \
		PYTHONPATH=. $(BIN)/python bench/$$name.py "$$@" || missed="$$missed $$name"; \
	done; if [ -n "$$missed" ]; then echo "missed a figure:$$missed"; exit 1; fi

unseen: setup-dev
	$(BIN)/python -m bench.unseen_layouts; $(BIN)/python -m bench.fresh_layouts; $(BIN)/python -m bench.one_change
	$(BIN)/python -m bench.county_forms --seeds 500-599 --options
	$(BIN)/python -m bench.provinces

# Lines and branches of the program that the tests run, its children's too; fails below the floor. Longer than make test.
coverage: setup-dev
	$(BIN)/python -m pip install --quiet pytest-cov
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --cov --cov-report=term:skip-covered $(if $(TESTS),--cov-fail-under=0 $(TESTS))

# Do the tests bite? One small fault at a time; ROOMS="values forms" for some rooms, SAMPLE=0 for all faults.
SEED ?= 1
SAMPLE ?= 200
ROOMS ?= values matching quality forms
mutants: setup-dev
	$(BIN)/python -m pip install --quiet coverage
	$(BIN)/python -m bench.mutants --rooms $(ROOMS) --sample $(SAMPLE) --seed $(SEED)

hostile: setup-dev
	$(BIN)/python bench/hostile.py

clean:
	rm -rf $(VENV) build dist out

# The releases in this environment, as CI shall install them.
lock: setup-dev
	@(head -1 constraints.txt; $(BIN)/python -m pip freeze --exclude-editable | grep -v '^pip==') > constraints.new
	@mv constraints.new constraints.txt; git diff --stat constraints.txt

# Once a week: the newest release of everything, in an environment of its own, and all tests.
newest:
	rm -rf .venv-newest
	$(MAKE) VENV=.venv-newest PIP_MORE="--upgrade --upgrade-strategy eager" lint test

# Known vulnerabilities in the releases of constraints.txt; needs an index that knows them.
audit: setup-dev
	$(BIN)/python -m pip install --quiet pip-audit
	$(BIN)/python -m pip_audit --strict --no-deps --disable-pip -r constraints.txt

# Does it install by wheels alone, on every Python and machine served?
wheels: setup-dev
	$(BIN)/python -m bundle.wheels

# A folder that installs jixiao without a network. For another machine: BUNDLE="--platform windows-x86_64 --python 3.12"
bundle: setup-dev
	$(BIN)/python -m bundle.make $(BUNDLE)
