# The front door. `make` alone lists what can be asked for; meson.build says how it is built.
# On a fresh Debian 12 each target first installs what it lacks (tools/setup).

# A folder of MRT, RPKI, IRR... files for `make run` to observe, instead of the sample.
DATA         ?=
PREFIX       ?= /usr/local
DESTDIR      ?=
# For each fuzzer of `make fuzz`.
FUZZ_SECONDS ?= 600
# The compiler with libFuzzer and the sanitizers.
CLANG        ?= clang-14

# Configures a build folder: $(call configure,FOLDER,OPTIONS). Speaks only when it fails.
configure = meson setup $(1) $(2) >/dev/null || { tail -n 20 $(1)/meson-logs/meson-log.txt; exit 1; }
SANITIZED = -Db_sanitize=address,undefined -Db_lundef=false

.PHONY: help build run test bench fuzz fuzzers check format install clean
.NOTPARALLEL: # ninja uses all processors; the steps here follow one another

help:
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 17

build: setup-build build/build.ninja ## build/decorum
	@ninja -C build decorum

run: build ## build, observe a sample of routing data (or DATA=DIR) and audit a network
	@tools/demo $(DATA)

test: setup-test build/with-tests fuzzers ## every test, a short fuzz of every parser
	@ninja -C build
	@tools/test

bench: setup-bench build/with-bench ## speed and memory, beside other programs in the same run
	@ninja -C build
	@tools/bench

fuzz: setup-test fuzzers ## FUZZ_SECONDS=600 for each fuzzer; the corpus stays in build-fuzz
	@tests/run-fuzz --seconds $(FUZZ_SECONDS)

check: setup-check build-asan/build.ninja ## clang-tidy, cppcheck, the tests under sanitizers
	@tools/check

format: setup-check ## clang-format over every C file
	@find src -name '*.[ch]' -exec clang-format-14 -i {} +

install: build ## to PREFIX (/usr/local), below DESTDIR if set
	@meson configure build --prefix $(PREFIX)
	@ninja -C build decorum pages
	@DESTDIR=$(DESTDIR) meson install -C build --no-rebuild

clean: ## all that was built, the corpus of the fuzzers too
	rm -rf build build-fuzz build-asan

setup-%:
	@tools/setup $*

build/build.ninja:
	@$(call configure,build)

build/with-tests: build/build.ninja
	@$(call configure,build,--reconfigure -Dtests=enabled)
	@touch $@

build/with-bench: build/build.ninja
	@$(call configure,build,--reconfigure -Dbench=enabled)
	@touch $@

build-fuzz/build.ninja:
	@CC=$(CLANG) $(call configure,build-fuzz,$(SANITIZED) -Dfuzz=true -Dtests=disabled)

build-asan/build.ninja:
	@CC=$(CLANG) $(call configure,build-asan,$(SANITIZED) -Dtests=enabled)

fuzzers: build-fuzz/build.ninja
	@ninja -C build-fuzz fuzzers
