internal import ArgumentParser
internal import Base
internal import Foundation
internal import Pipeline
internal import Sources

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the three tables, and say what is wrong with them.",
        discussion: """
            Prints what was found, keeps it as check/checks.json in the output folder, and lists the rows \
            that would be set aside in check/quarantine.csv. Ends with exit code 2 where there are errors.

            EXAMPLES
              prospect check
              prospect check --set checks.tolerance=0.05
            """)

    @OptionGroup var common: CommonOptions

    func run() throws {
        let outcome = try common.pipeline().check()
        let report = outcome.report
        Terminal.print(CheckText(report, outcome).text)
        if !report.errors.isEmpty { throw ExitCode(ExitStatus.badInput.rawValue) }
    }
}

/// The findings of the checks as tables.
struct CheckText {
    let report: CheckReport
    /// The outcome, or nil within a run.
    let outcome: CheckOutcome?

    init(_ report: CheckReport, _ outcome: CheckOutcome? = nil) {
        self.report = report
        self.outcome = outcome
    }

    var text: String {
        var parts: [String] = []
        if let warning = outcome?.freshness?.warning { parts.append(warning) }
        if let outcome, let clocks = report.clocks {
            parts.append(clocks.phrase + (outcome.asOf.map { "; a list would be for \($0)." } ?? "."))
        }
        if !report.tables.isEmpty {
            var tables = ResultTable([.text("table"), .count("rows"), .count("set aside")])
            for table in report.tables {
                tables.add(table.table.rawValue, table.rows, table.setAside)
            }
            parts.append(tables.text())
        }
        if report.findings.isEmpty {
            parts.append("Nothing found.")
        } else {
            var findings = ResultTable([.text("severity"), .text("table"), .text("finding")])
            for finding in report.findings.sorted(by: { $0.severity > $1.severity }) {
                findings.add(finding.severity.rawValue, finding.table.rawValue, Self.sentence(finding))
            }
            parts.append(findings.text())
        }
        return parts.joined(separator: "\n\n")
    }

    static func sentence(_ finding: Finding) -> String {
        guard !finding.examples.isEmpty else { return finding.message }
        let places = finding.examples.map { example in
            let file = (example.file as NSString).lastPathComponent
            return file + (example.line > 0 ? ":\(example.line)" : "")
                + (example.value.map { " '\($0.prefix(40))'" } ?? "")
        }
        return finding.message + " See " + places.joined(separator: ", ") + (finding.count > places.count ? ", …" : "")
            + "."
    }
}
