# Everything is built by this one file; `make help` lists the targets.
VERSION := 0.1.0
ifeq ($(origin CC),default)
CC      := gcc
endif
AR      ?= ar
B       ?= build
PREFIX  ?= /usr/local
CFLAGS  ?= -O2 -g
# Read by the tests and the checkers, e.g. SANITIZE='-fsanitize=address,undefined'.
SANITIZE ?=
WERROR  ?=

NEED_BUILD := gcc libc6-dev make libncurses-dev libcjson-dev libcurl4-openssl-dev libssl-dev libsqlite3-dev \
	libsodium-dev libunistring-dev libcmark-dev libqrencode-dev libpcre2-dev libmicrohttpd-dev tzdata gettext
NEED_TEST  := libcmocka-dev libvterm-dev libzbar-dev
NEED_LINT  := clang-format clang-tidy cppcheck

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla \
	-Wformat=2 -Wundef -Wold-style-definition $(WERROR)
OUR_CPPFLAGS := -Iinclude -I. -D_GNU_SOURCE -DKIOSK_VERSION='"$(VERSION)"' -DKIOSK_SETTINGS='"/etc/kiosk/kiosk.json"'
OUR_CFLAGS   := -std=gnu11 $(WARN) -fPIE -fstack-protector-strong $(SANITIZE)
OUR_LDFLAGS  := -pie -Wl,--as-needed -Wl,-z,relro,-z,now $(SANITIZE)

LIBS_KIOSK    := -lncursesw -lpcre2-8 -lcjson -lsqlite3 -lsodium -lunistring -lcmark -lqrencode -lm
LIBS_UPLOADER := -lcurl -lcrypto -lcjson -lsqlite3 -lsodium -lunistring -lm
LIBS_CLINIC   := -lmicrohttpd -lcjson -lsqlite3 -lunistring -lsodium -lm
LIBS_TEST     := -lcmocka -lvterm -lzbar -lmicrohttpd -lcurl -lcrypto $(LIBS_KIOSK)

# All but the main programs is one library: programs and tests take from it what they need.
LIB_SRC      := $(wildcard kiosk/base/*.c kiosk/form/*.c kiosk/visit/*.c kiosk/outbox/*.c kiosk/terminal/*.c kiosk/plain/*.c screens/*.c) \
	$(filter-out kiosk/main.c,$(wildcard kiosk/*.c))
DELIVERY_SRC := $(filter-out kiosk/delivery/uploader.c,$(wildcard kiosk/delivery/*.c))
CLINIC_SRC   := $(wildcard tests/clinic/*.c)
CORPUS_SRC   := $(wildcard tests/corpus/*.c)
BENCH_SRC    := $(wildcard tests/bench/*.c)
WALK_SRC     := $(wildcard tests/walk/*.c tests/screenshots/*.c)
FUZZ_SRC     := $(wildcard tests/fuzz/*.c)
PINNED_SRC   := tests/support/pinned.c
SUPPORT_SRC  := $(filter-out $(PINNED_SRC),$(wildcard tests/support/*.c))
TEST_SRC     := $(wildcard tests/test_*.c)
SRC          := kiosk/main.c $(LIB_SRC) kiosk/delivery/uploader.c $(DELIVERY_SRC) $(CLINIC_SRC) $(CORPUS_SRC) $(FUZZ_SRC) $(BENCH_SRC) $(WALK_SRC) \
	$(PINNED_SRC) $(SUPPORT_SRC) $(TEST_SRC)
HEADERS      := $(wildcard include/kiosk/*.h include/kiosk/*/*.h kiosk/*.h kiosk/*/*.h screens/*.h tests/*/*.h)

object   = $(1:%.c=$(B)/obj/%.o)
FUZZERS  := $(patsubst tests/fuzz/%.c,$(B)/fuzz-%,$(filter-out tests/fuzz/fuzz.c,$(FUZZ_SRC)))
PROGRAMS := $(B)/kiosk $(B)/kiosk-uploader $(B)/demo-clinic
TESTS    := $(TEST_SRC:tests/%.c=$(B)/tests/%)
PINNED   := $(B)/tests/kiosk-pinned

# The interface's words: all that there are, and a catalogue for each language.
WORDS    := $(B)/locale/kiosk.pot
WORD_SRC := $(filter-out kiosk/delivery/%,$(sort $(wildcard kiosk/*.c kiosk/*/*.c screens/*.c)))
PO       := $(wildcard config/locale/*.po)
MO       := $(B)/locale/kiosk.mo $(PO:config/locale/%.po=$(B)/locale/%/LC_MESSAGES/kiosk.mo)

# `make V=1` shows the whole commands.
V     ?=
Q     := $(if $(V),,@)
quiet = $(if $(V),,@echo '  $(1)  $(2)')

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.PHONY: all po run test snapshots screenshots valgrind install uninstall clean layers format format-check lint interop corpus conditions fuzz fuzz-run walk plain-visits bench help \
	need-build need-test need-lint FORCE

all: $(PROGRAMS) $(MO) ## build the three programs (the default)

# $(call install,PACKAGES): through apt, only what is missing; says what, asks nothing.
define install
	@if ! command -v dpkg-query >/dev/null; then \
	  echo "make: this is no Debian: these packages or their like are needed: $(1)"; exit 0; fi; \
	have=" $$(dpkg-query -W -f '$${db:Status-Abbrev}$${Package}\n' $(1) 2>/dev/null | sed -n 's/^ii *//p' | tr '\n' ' ') "; \
	missing=; for p in $(1); do case "$$have" in *" $$p "*) ;; *) missing="$$missing $$p";; esac; done; \
	[ -n "$$missing" ] || exit 0; \
	root=; if [ "$$(id -u)" != 0 ]; then root=sudo; fi; \
	if [ -n "$$root" ] && ! command -v sudo >/dev/null; then \
	  echo "make: these packages are missing, and only root or sudo may install them:$$missing" >&2; exit 1; fi; \
	echo "make: installing through apt:$$missing"; \
	$$root apt-get update -qq && \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null
endef
need-build:
	$(call install,$(NEED_BUILD))
need-test: need-build
	$(call install,$(NEED_TEST))
need-lint: need-test
	$(call install,$(NEED_LINT))

# The flags are a prerequisite: another compiler or sanitizer in the same folder rebuilds.
FLAGS := $(CC) $(OUR_CPPFLAGS) $(CPPFLAGS) $(OUR_CFLAGS) $(CFLAGS) $(OUR_LDFLAGS) $(LDFLAGS)
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(FLAGS))' | cmp -s - $@ || echo '$(subst ','\'',$(FLAGS))' >$@

$(call object,$(SRC)): $(B)/obj/%.o: %.c $(B)/flags | need-build
	@mkdir -p $(@D)
	$(call quiet,CC,$<)
	$(Q)$(CC) $(OUR_CPPFLAGS) $(CPPFLAGS) $(OUR_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(call object,$(SUPPORT_SRC) $(TEST_SRC) $(WALK_SRC)): | need-test

$(B)/libkiosk.a: $(call object,$(LIB_SRC))
$(B)/libdelivery.a: $(call object,$(DELIVERY_SRC))
$(B)/libsupport.a: $(call object,$(SUPPORT_SRC))
$(B)/%.a:
	@rm -f $@
	$(call quiet,AR,$@)
	$(Q)$(AR) rcs $@ $(filter %.o,$^)

link = $(CC) $(OUR_CFLAGS) $(CFLAGS) $(OUR_LDFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^)
$(B)/kiosk: $(call object,kiosk/main.c) $(B)/libkiosk.a
	$(call quiet,LD,$@)
	$(Q)$(link) $(LIBS_KIOSK)
$(B)/kiosk-uploader: $(call object,kiosk/delivery/uploader.c) $(B)/libdelivery.a $(B)/libkiosk.a
	$(call quiet,LD,$@)
	$(Q)$(link) $(LIBS_UPLOADER)
$(B)/demo-clinic: $(call object,$(CLINIC_SRC)) $(B)/libkiosk.a
	$(call quiet,LD,$@)
	$(Q)$(link) $(LIBS_CLINIC)
$(B)/corpus: $(call object,$(CORPUS_SRC)) $(B)/libkiosk.a
	$(call quiet,LD,$@)
	$(Q)$(link) $(LIBS_KIOSK)
$(FUZZERS): $(B)/fuzz-%: $(B)/obj/tests/fuzz/%.o $(B)/obj/tests/fuzz/fuzz.o $(B)/libkiosk.a
	$(call quiet,LD,$@)
	$(Q)$(link) -fsanitize=fuzzer $(LIBS_KIOSK)
$(B)/bench-keystroke: $(B)/obj/tests/bench/keystroke.o $(B)/libkiosk.a
	$(call quiet,LD,$@)
	$(Q)$(link) $(LIBS_KIOSK)
comma := ,
# The kiosk with the clock and the random numbers of our own calls taken from outside (tests/support/pinned.c).
$(PINNED): $(call object,kiosk/main.c $(PINNED_SRC)) $(B)/libkiosk.a
	@mkdir -p $(@D)
	$(call quiet,LD,$@)
	$(Q)$(link) $(addprefix -Wl$(comma)--wrap=,clock_gettime getrandom poll ui_puts) $(LIBS_KIOSK)
$(B)/walk: $(B)/obj/tests/walk/walk.o
$(B)/screenshots: $(B)/obj/tests/screenshots/screenshots.o
$(TESTS): $(B)/tests/%: $(B)/obj/tests/%.o
$(B)/tests/test_plain_visits: $(B)/obj/tests/corpus/generate.o
$(TESTS) $(B)/walk $(B)/screenshots: $(B)/libsupport.a $(B)/libdelivery.a $(B)/libkiosk.a
	@mkdir -p $(@D)
	$(call quiet,LD,$@)
	$(Q)$(link) $(LIBS_TEST)

# Without places and dates, and sorted: a change of the program changes only the words that it changes.
$(WORDS): $(WORD_SRC) | need-build
	@mkdir -p $(@D)
	$(call quiet,PO,$@)
	$(Q)xgettext -LC -k_ -kN_ -kngettext:1,2 --from-code=UTF-8 -cTRANSLATORS: --no-location --sort-output --no-wrap \
	  --package-name=kiosk -o $@ $(WORD_SRC)
$(B)/locale/kiosk.mo: $(WORDS)
	$(Q)msgen --no-wrap $< | msgfmt -o $@ -
$(B)/locale/%/LC_MESSAGES/kiosk.mo: config/locale/%.po | need-build
	@mkdir -p $(@D)
	$(call quiet,MO,$<)
	$(Q)msgfmt --check-format -o $@ $<
po: $(WORDS) ## take new words of the program into config/locale/*.po, to be translated
	$(Q)for po in $(PO); do \
	  msgmerge -q --update --backup=off --no-wrap --no-location --sort-output $$po $(WORDS) && \
	  msgattrib --no-obsolete --no-wrap -o $$po $$po && \
	  sed -i '/^"POT-Creation-Date\|^"Report-Msgid-Bugs/d' $$po || exit 1; done

run: ## the whole kiosk in this terminal, with the demo clinic (installs what is missing)
	@if [ ! -t 0 ] || [ ! -t 1 ]; then \
	  echo "make run: the kiosk needs a terminal on standard input and output" >&2; exit 2; fi
	@$(MAKE) --no-print-directory -j"$$(nproc)" all
	@sh tests/demo $(B)

TEST_ENV = KIOSK_PROGRAM='$(abspath $(B)/kiosk)' KIOSK_PINNED_PROGRAM='$(abspath $(PINNED))' \
	UPLOADER_PROGRAM='$(abspath $(B)/kiosk-uploader)' DEMO_CLINIC_PROGRAM='$(abspath $(B)/demo-clinic)' \
	KIOSK_CONFIG_DIR='$(abspath config)' KIOSK_SCREENS_DIR='$(abspath tests/screens)'
test: all $(TESTS) $(PINNED) ## build and run every test (installs what is missing)
	@$(TEST_ENV) sh tests/run $(TESTS)

PICTURED := $(addprefix $(B)/tests/,test_screens test_screens_80x24 test_screens_100x30 test_screens_160x50 \
	test_asking test_privacy test_body_map test_receipt test_keyboard test_large)
snapshots: all $(PICTURED) $(PINNED) ## write tests/screens anew, for review
	@$(TEST_ENV) SNAPSHOTS=write sh tests/run $(PICTURED)

screenshots: all $(PINNED) $(B)/screenshots ## draw the pictures of the README anew, from the running kiosk
	@$(TEST_ENV) $(B)/screenshots screens

valgrind: all $(TESTS) $(PINNED) ## the unit tests under valgrind
	@$(TEST_ENV) TEST_WRAPPER='valgrind -q --error-exitcode=99 --leak-check=full --child-silent-after-fork=yes' \
	  sh tests/run $(TESTS)

WALK_EVENTS ?= 20000
WALK_SEED   ?=
walk: all $(PINNED) $(B)/walk ## a random walk through the whole program (WALK_EVENTS=N WALK_SEED=N)
	@$(TEST_ENV) WALK_EVENTS='$(WALK_EVENTS)' WALK_SEED='$(WALK_SEED)' $(B)/walk

VISITS      ?= 50
VISITS_SEED ?=
plain-visits: all $(PINNED) $(B)/tests/test_plain_visits ## random visits by both faces give equal responses (VISITS=N VISITS_SEED=N)
	@$(TEST_ENV) VISITS='$(VISITS)' VISITS_SEED='$(VISITS_SEED)' $(B)/tests/test_plain_visits

CORPUS ?=
corpus: $(B)/corpus ## a table of the questionnaires in CORPUS=DIR (VALUE_SETS=DIR): accepted, refused and why, filled (ALL=1: none may be refused)
	@[ -n '$(CORPUS)' ] || { echo 'usage: make corpus CORPUS=DIR [VALUE_SETS=DIR] [ALL=1]' >&2; exit 2; }
	@$(B)/corpus $(if $(ALL),--all) $(if $(VALUE_SETS),--value-sets '$(VALUE_SETS)') '$(CORPUS)'

interop: all $(B)/corpus ## filled visits, and the responses to CORPUS=DIR, through npm's @medplum/core (needs npm)
	@sh tests/interop/run $(B) $(CORPUS)

bench: $(B)/bench-keystroke ## instructions of a keystroke and of loading, by the size of the form
	@sh tests/bench/run $(B)

FUZZ_RUNS ?= 20000
fuzz: ## bounded runs of the libFuzzer targets (FUZZ_RUNS=N); needs clang
	@$(MAKE) --no-print-directory CC=clang B=$(B)/fuzzing \
	  SANITIZE='-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all' fuzz-run
fuzz-run: $(FUZZERS) $(B)/corpus
	@sh tests/fuzz/run $(B) $(FUZZ_RUNS)

conditions: $(B)/corpus ## enableWhen here and in npm's lforms, for the questionnaires in CORPUS=DIR (needs npm)
	@[ -n '$(CORPUS)' ] || { echo 'usage: make conditions CORPUS=DIR' >&2; exit 2; }
	@sh tests/interop/conditions $(B) '$(CORPUS)'

layers: ## fail when a room includes or calls what it may not
	@sh tests/layers

format: need-lint ## format the sources in place
	clang-format -i $(SRC) $(HEADERS)
format-check: need-lint ## fail when a source is not formatted
	clang-format --dry-run -Werror $(SRC) $(HEADERS)

lint: need-lint ## static analysis by cppcheck and clang-tidy
	cppcheck -q --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	  --suppress=missingIncludeSystem --suppress=nullPointerRedundantCheck:tests/* \
	  --include=/usr/include/cjson/cJSON.h -Iinclude -I. -D_GNU_SOURCE $(SRC)
# One file a run: over several, the analyzer of Debian 12 takes va_lists for uninitialised.
	@echo $(SRC) | tr ' ' '\n' | xargs -P 2 -I{} clang-tidy --quiet {} -- -std=gnu11 $(OUR_CPPFLAGS)

SHARE := $(DESTDIR)$(PREFIX)/share/kiosk
install: all ## install to DESTDIR and PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)
	install -m 755 $(B)/kiosk $(B)/kiosk-uploader $(DESTDIR)$(PREFIX)/bin/
	cp -R config/. $(SHARE)/
	cd $(B) && cp -R --parents $(MO:$(B)/%=%) $(abspath $(SHARE))/
	chmod -R u=rwX,go=rX $(SHARE)
uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/kiosk $(DESTDIR)$(PREFIX)/bin/kiosk-uploader
	rm -rf $(SHARE)

clean: ## remove the build folder
	rm -rf $(B)

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1	\2/p' Makefile | expand -t 24

-include $(patsubst %.c,$(B)/obj/%.d,$(SRC))
