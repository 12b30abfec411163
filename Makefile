# The two commands of a new checkout: `make demo` and `make test`.
SHELL := /bin/bash
SWIFT_FLAGS := --explicit-target-dependency-import-check error
BUILD := Scripts/build-progress swift build $(SWIFT_FLAGS)
PROSPECT := .build/release/prospect

.PHONY: demo test test-fast examples docs test-python test-spark bench build lint format native-verify test-llm clean

## demo: build, make a small sample company, and run the whole weekly job on it.
demo: build
	@rm -rf demo
	@$(PROSPECT) sample demo --portals 8000 --weeks 70 --seed 1
	@$(PROSPECT) run --config demo/prospect.yaml

# Tests that await run one after another. Beside others they would wait minutes for a thread at every await, since
# synchronous tests hold the threads, and time-outs in them would pass.
AWAITING_TESTS := ChatCompletionTests DashboardTests ProspectTests SegmenterTests

## test: the whole test suite, and the examples.
test: native
	@Scripts/chromium
	@Scripts/postgresql
	@Scripts/locales
	@$(BUILD) --build-tests
	swift test $(SWIFT_FLAGS) --skip-build $(addprefix --skip ,$(AWAITING_TESTS))
	swift test $(SWIFT_FLAGS) --skip-build --no-parallel $(addprefix --filter ,$(AWAITING_TESTS))
	Scripts/run-examples

# What test-fast leaves out: targets that run whole jobs, suites that need a browser, a server or a cluster, and the slowest.
SLOW_TESTS := PipelineTests CommandTests DashboardTests BrowserTests SparkClusterTests SparkSpellingTests \
	BacktestFoldTests ExplainerTests ManyPortalsTests CalibrationSelectionTests CalibratedChoiceTests \
	JudgedListsTests TrainingSampleTests PlantedReasonTests

## test-fast: the tests that end within two minutes and need no browser, server or cluster.
test-fast: native
	@$(BUILD) --build-tests
	swift test $(SWIFT_FLAGS) --skip-build $(addprefix --skip ,$(SLOW_TESTS))

## examples: the programs in Examples, built and run; `make test` does it too.
examples: native
	@$(BUILD) --product prospect
	Scripts/run-examples

## docs: the library's documentation, in .build-docs/Prospect.doccarchive.
docs: native
	Scripts/docs

## test-python: saved models in Python's own packages, which give the same scores.
test-python: native
	Scripts/python-parity

## test-spark: the Spark engine on a Spark of its own, which goes into .build-spark.
test-spark: build
	Scripts/test-spark

## build: the command line tool, in .build/release/prospect.
build: native
	@$(BUILD) -c release --product prospect

## test-llm: a sample company's playbooks by the server at OPENAI_BASE_URL, with the counts of the checks; LLM_TOP says
##   for how many prospects, LLM_TIMEOUT how many seconds an answer may take.
test-llm: build
	@test -n "$$OPENAI_BASE_URL" || { echo "Set OPENAI_BASE_URL, such as http://127.0.0.1:8080/v1."; exit 1; }
	@rm -rf .build/test-llm
	@$(PROSPECT) sample .build/test-llm --portals 2000 --weeks 60 --seed 1
	@$(PROSPECT) rank --quiet --config .build/test-llm/prospect.yaml > /dev/null
	@$(PROSPECT) segment --provider openai --config .build/test-llm/prospect.yaml \
		$${LLM_TOP:+--top $$LLM_TOP} --set playbooks.timeout=$${LLM_TIMEOUT:-600} \
		--set playbooks.base_url="$$OPENAI_BASE_URL" --set playbooks.model="$${OPENAI_MODEL:-gpt-4o-mini}" \
		$${OPENAI_MODEL:+--set "playbooks.prices={$$OPENAI_MODEL: {input: 0, output: 0}}"}

## bench: beside the peers and against the targets; PEERS=FOLDER, and DATA=FOLDER for the timed run.
bench: build
	PEERS="$(PEERS)" DATA="$(DATA)" Benchmarks/bench $(BENCH_OPTIONS)

## lint: the format of all Swift files, and nothing else.
lint:
	@swift format lint --recursive --strict Sources Tests Plugins Examples Package.swift \
		|| { echo "Run 'make format' to correct the format."; exit 1; }

## format: bring all Swift files into the project's format.
format:
	swift format --in-place --recursive Sources Tests Plugins Examples Package.swift

## native-verify: download the native libraries of every platform and check their hashes.
native-verify:
	Scripts/native-libs --verify

clean:
	rm -rf .build .native demo

.PHONY: native
native:
	@Scripts/prerequisites
	@Scripts/native-libs
