/// The decisive line of a failed job's log, and what to do about it.
struct SparkFailure: Equatable {
    let reason: String
    let remedy: String?

    init(reason: String, remedy: String?) {
        self.reason = reason
        self.remedy = remedy
    }

    /// Finds the line.
    ///
    /// - Parameter lines: The log without progress.
    init(log lines: [String]) {
        let line = Self.decisive(lines) ?? "it ended without a message"
        reason = Self.sentence(line)
        remedy = Self.remedies.first { line.contains($0.part) }?.remedy
    }

    /// Returns the innermost cause, else the first error with a class of its own, else the first line that looks like
    /// an error.
    private static func decisive(_ lines: [String]) -> String? {
        let tests: [(String) -> Bool] = [
            { $0.hasPrefix("Caused by: ") },
            { isErrorClass($0) },
            {
                $0.contains("JAVA_HOME is not set") || $0.contains("java: not found")
                    || $0.contains("java: command not")
            },
            { $0.contains(#/^([a-z0-9_]+\.)+[A-Z]\w*(Exception|Error)(:|$)/#) },
            { $0.hasPrefix("Exception in thread") || $0.hasPrefix("Error: ") || $0.contains("Exception: ") },
            { $0.contains(" ERROR ") },
        ]
        if let cause = lines.last(where: tests[0]) { return cause }
        for test in tests.dropFirst() {
            if let line = lines.first(where: test) { return line }
        }
        return lines.last { !$0.allSatisfy(\.isWhitespace) }
    }

    /// Whether a line is `[PATH_NOT_FOUND] Path does not exist …`, alone or after the name of an exception.
    private static func isErrorClass(_ line: String) -> Bool {
        line.contains(#/(^|[:\s])\[[A-Z][A-Z0-9_]+(\.[A-Z0-9_]+)*\]\s/#)
    }

    /// Returns the line without the names of Java's packages, threads and states.
    private static func sentence(_ line: String) -> String {
        var text = Substring(line)
        if let match = text.prefixMatch(of: #/Exception in thread "[^"]*" /#) { text = text[match.range.upperBound...] }
        for prefix in ["Caused by: ", "Error in query: ", "Error: "] where text.hasPrefix(prefix) {
            text = text.dropFirst(prefix.count)
        }
        if let match = text.firstMatch(of: #/^\d\d/\d\d/\d\d \d\d:\d\d:\d\d ERROR [^:]*: /#) {
            text = text[match.range.upperBound...]
        }
        // java.io.FileNotFoundException: File … becomes FileNotFoundException: File …
        if let match = text.prefixMatch(of: #/([a-z0-9_]+\.)+(?=[A-Z])/#) { text = text[match.range.upperBound...] }
        if let match = text.firstMatch(of: #/ SQLSTATE: \w+/#) { text = text[..<match.range.lowerBound] }
        while let last = text.last, last.isWhitespace || last == ";" { text = text.dropLast() }
        if text.count > 400 { text = text.prefix(400) + " …" }
        return text.hasSuffix(".") || text.hasSuffix("…") ? String(text) : "\(text)."
    }

    private static let remedies: [(part: String, remedy: String)] = [
        (
            "JAVA_HOME",
            "Install a Java 17 runtime (Debian: apt-get install openjdk-17-jre-headless), or set JAVA_HOME to one."
        ),
        ("java: ", "Install a Java 17 runtime (Debian: apt-get install openjdk-17-jre-headless)."),
        ("UnsupportedClassVersion", "This Spark needs a later Java; set JAVA_HOME to a Java 17 runtime."),
        (
            "OutOfMemoryError",
            "Raise spark.executor.memory or spark.driver.memory in spark.settings, or spark.partitions."
        ),
        (
            "S3AFileSystem",
            "Add the cluster's connector for S3 to spark.settings, such as spark.jars.packages: "
                + "org.apache.hadoop:hadoop-aws:<Spark's Hadoop version>."
        ),
        ("No FileSystem for scheme", "Add the cluster's connector for that storage to spark.settings."),
        ("PATH_NOT_FOUND", "Every machine of the cluster must see sources.usage under the same path."),
        ("FileNotFound", "Every machine of the cluster must see sources.usage and spark.staging under the same path."),
        ("No space left", "Give the staging area or Spark's spark.local.dir more room."),
        ("Master must ", "Set spark.master to an address that Spark knows, such as local[4] or yarn."),
        ("Could not parse Master", "Set spark.master to an address that Spark knows, such as local[4] or yarn."),
        ("UnknownHost", "Check spark.master and the names of the cluster's machines."),
    ]
}
