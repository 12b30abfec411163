package import Base

/// An error between this process and Spark, or inside Spark, in one sentence.
package struct SparkError: ProspectError {
    package let problem: String
    package let remedy: String?
    package let exitCode: ExitStatus

    package init(problem: String, remedy: String? = nil, exitCode: ExitStatus = .failure) {
        self.problem = problem
        self.remedy = remedy
        self.exitCode = exitCode
    }

    static func notFound(_ searched: [String]) -> Self {
        Self(
            problem: "spark-sql was not found in \(searched.joined(separator: ", ")).",
            remedy: "Set spark.home or SPARK_HOME to the folder of a Spark installation, or set engine to duckdb.",
            exitCode: .badInput)
    }

    static func cannotStart(_ path: String, reason: String) -> Self {
        Self(problem: "Cannot start '\(path)': \(reason)", remedy: "Check that it can be run by this user.")
    }

    static func failed(_ failure: SparkFailure, log: String) -> Self {
        let place = "The whole log is in '\(log)'."
        return Self(
            problem: "Spark failed: \(failure.reason)",
            remedy: failure.remedy.map { "\($0) \(place)" } ?? place)
    }
}
