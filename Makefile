# The verbs of planmap. Plain `make` prints them. Each long step says what it does and how long it took (scripts/lib.sh).

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# Where the service listens, and where the release lies.
ADDR ?= 127.0.0.1:8080
DATA ?= dist/release

PLANMAP := $(or $(CARGO_TARGET_DIR),target)/release/planmap
PAGE := web/dist/index.html
PAGE_SOURCES := $(shell find web/src web/public -type f 2>/dev/null) \
  web/index.html web/vite.config.ts web/tsconfig.json web/package-lock.json

.PHONY: help serve test conformance release data eval bench bench-page soak readme credits geodata fmt clean page executable

help: ## print the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: ## install what is missing, build everything, serve the map on http://127.0.0.1:8080 (ADDR=host:port to change)
	@scripts/install.sh run
	@$(MAKE) data
	@echo "==> Serving $(DATA) on http://$(ADDR)/ (Ctrl-C ends it)"
	@exec $(PLANMAP) serve --data $(DATA) --addr $(ADDR)

test: ## run every check and test, a headless browser included
	@scripts/install.sh test
	@scripts/test.sh

conformance: ## let other programs read the service: OGC suites (ETS=their folder), schemathesis, GDAL, QGIS, LibreOffice ...
	@scripts/install.sh conformance || echo "    a part whose program is missing is not run"
	@$(MAKE) data
	@scripts/conformance.sh $(PLANMAP) $(DATA) $(ETS)

release: ## build the page and the executable with the page inside
	@scripts/install.sh run
	@$(MAKE) executable

data: executable ## read seeds/ and geodata/ and write the release to dist/release (DATA=folder to change)
	@scripts/step.sh "Reading the plans of seeds/ and placing them on geodata/ ($(DATA))" \
	  $(PLANMAP) build --out $(DATA)

eval: data ## measure the reader and the placing against the hand-marked answers of tests/truth/
	@$(PLANMAP) eval --data $(DATA)

bench-page: data ## time to the first image of the map on a slow line and a slow office PC (prints, judges nothing)
	@scripts/install.sh test
	@scripts/bench-page.sh $(PLANMAP) $(DATA)

readme: data ## put the current figures of `make eval` into both READMEs
	@scripts/readme-eval.sh $(PLANMAP) $(DATA)

credits: ## write CREDITS.md from geodata/sources.toml
	@python3 scripts/credits.py

geodata: ## rebuild geodata/reference from its packages (slow, needs a network)
	@scripts/install.sh geodata
	@scripts/step.sh "Rebuilding geodata/reference" geodata/recipes/build.sh

# Features beside the release, the services that are compared (see docs/bench.md), and where the plots go.
SIZES ?= 10000,100000,1000000
PEERS ?=

bench: data ## measure the parts, then the service under load beside its peers (SIZES=n,n PEERS=file; see docs/bench.md)
	@cargo bench --bench parts
	@cargo run --release --example bench -- run planmap=$(PLANMAP) data=$(DATA) sizes=$(SIZES) peers=$(PEERS) plots=docs

soak: data ## ten minutes of mixed load with 100 new releases; memory over time as docs/bench-soak.svg
	@cargo run --release --example bench -- soak planmap=$(PLANMAP) data=$(DATA) plot=docs/bench-soak.svg

fmt: ## format Rust and TypeScript
	@cargo fmt
	@scripts/page.sh format

clean: ## remove everything that was built or downloaded into this folder
	rm -rf target dist build web/dist web/node_modules geodata/recipes/.build

page: $(PAGE)

# Only when a source changed: the executable holds these files, so a new build of them is a new build of it.
$(PAGE): $(PAGE_SOURCES)
	@scripts/page.sh build

executable: $(PAGE)
	@scripts/step.sh "Building the executable (release profile; the first time takes minutes)" \
	  cargo build --release --locked --bin planmap
