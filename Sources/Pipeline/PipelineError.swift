package import Base
internal import Modeling
package import Sources

/// An error around the stages: in the run folder, its lock or the requested Sunday.
package struct PipelineError: ProspectError {
    package let problem: String
    package let remedy: String?
    package let exitCode: ExitStatus

    init(problem: String, remedy: String? = nil, exitCode: ExitStatus = .failure) {
        self.problem = problem
        self.remedy = remedy
        self.exitCode = exitCode
    }

    static func cannotWrite(_ path: String, reason: String) -> Self {
        Self(problem: "Cannot write '\(path)': \(reason)", remedy: "Check the folder's permissions and free space.")
    }

    static func outOfMemory() -> Self {
        Self(
            problem: "The memory that DuckDB may use does not suffice.",
            remedy: "Raise resources.memory_limit, or lower resources.threads.")
    }

    static func outputIsFile(_ path: String) -> Self {
        Self(
            problem: "The output folder cannot be '\(path)', because that is a file.",
            remedy: "Set output.folder to another path.", exitCode: .badInput)
    }

    static func busy(_ folder: String, process: String) -> Self {
        Self(
            problem: "Another run is at work in '\(folder)' (process \(process)).",
            remedy: "Wait for it to end, or set output.folder to another folder.", exitCode: .busy)
    }

    static func notTheWeekday(_ day: Day, _ weekday: Weekday) -> Self {
        Self(
            problem: "\(day) is a \(day.weekday.rawValue), and snapshots.weekday is \(weekday.rawValue).",
            remedy: "Use --as-of \(day.onOrBefore(weekday)) or --as-of \(day.onOrAfter(weekday)).", exitCode: .badInput)
    }

    static func outsideTheData(_ day: Day, first: Day, last: Day) -> Self {
        Self(
            problem: "--as-of \(day) lies outside the data, which covers \(first) to \(last).",
            remedy: "Choose a day inside, or set snapshots.usage_through where usage is known to reach further.",
            exitCode: .badInput)
    }

    static func stale(_ freshness: Freshness, limit: Int) -> Self {
        Self(
            problem: "\(freshness.phrase): more than freshness.error allows (\(limit) days).",
            remedy: "Export the usage again; or raise freshness.error, or name the Sunday with --as-of.",
            exitCode: .stale)
    }

    static func nothingNew(_ published: PublishedRun) -> Self {
        Self(
            problem: "\(published.sentence), and --require-new was given; nothing was written.",
            remedy: "Export the usage again, or leave out --require-new to make the list again.", exitCode: .nothingNew)
    }

    static let stoppedBeforeItBegan = Self(
        problem: "Stopped while the sources were read; nothing was written.",
        remedy: "Start again with `prospect run`.", exitCode: .interrupted)

    static func nothingToResume(_ folder: String) -> Self {
        Self(
            problem: "There is no unfinished run in '\(folder)' to resume.",
            remedy: "`prospect runs` lists them; `prospect run` starts a new one.", exitCode: .badInput)
    }

    static func noPrimary(_ wanted: ModelName, models: [ModelName]) -> Self {
        Self(
            problem: "ranking.primary is \(wanted.rawValue), but this run makes no list of it.",
            remedy: "There are lists by \(models.map(\.rawValue).joined(separator: ", ")); or set it to auto.",
            exitCode: .badInput)
    }

    static func nothingTuned(_ path: String) -> Self {
        Self(
            problem: "models.tuned is true, but there is no '\(path)'.",
            remedy: "Run `prospect tune` first, or set models.tuned to false.", exitCode: .badInput)
    }

    static func unreadableTuned(_ path: String) -> Self {
        Self(
            problem: "The file '\(path)' is not what `prospect tune` writes.",
            remedy: "Remove it and run `prospect tune` again; finished trials are not repeated.", exitCode: .badInput)
    }

    static let noKey = Self(
        problem: "playbooks.provider is openai, but there is no key.",
        remedy: "Set OPENAI_API_KEY in the environment or in a file .env beside the configuration, or set "
            + "playbooks.provider to auto or rules.", exitCode: .badInput)

    static func noPrice(_ model: String) -> Self {
        Self(
            problem: "playbooks.prices has no entry for '\(model)', so playbooks.budget_money cannot be kept.",
            remedy: "Add one, such as {input: 0.15, output: 0.6} per million tokens; {input: 0, output: 0} where it is "
                + "free.", exitCode: .badInput)
    }

    static func nothingRanked(_ folder: String) -> Self {
        Self(
            problem: "There is no run with lists in '\(folder)'.", remedy: "Run `prospect run` first.",
            exitCode: .badInput)
    }

    static func unreadablePrompt(_ path: String) -> Self {
        Self(
            problem: "The prompt '\(path)' cannot be read as UTF-8 text.",
            remedy: "Save it as UTF-8, or remove it to use the built-in one.", exitCode: .badInput)
    }

    static func inputsChanged(_ run: String, _ what: String) -> Self {
        Self(
            problem: "The run \(run) cannot go on: \(what) changed since it began.",
            remedy: "Start a new run with `prospect run`.", exitCode: .badInput)
    }
}

/// The error of checks that found errors in the data. Nothing was written.
package struct CheckFailed: ProspectError {
    package let report: CheckReport

    package var problem: String {
        let count = report.errors.count
        return "The data has \(count) error\(count == 1 ? "" : "s"); nothing was written."
    }
    package var remedy: String? { "Correct the files, or the column names in the configuration, and run again." }
    package var exitCode: ExitStatus { .badInput }
}
