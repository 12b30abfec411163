internal import ArgumentParser
internal import Base
internal import Foundation
internal import Modeling
internal import Pipeline

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Prove that nothing of the future is in the list, or say where it is.",
        discussion: """
            A run of its own that is audited and publishes nothing. Ends with exit code 3 where a check fails. \
            `prospect run` does the same, and does not publish the lists of a failed audit.

            EXAMPLES
              prospect audit
              prospect audit --as-of 2020-03-22
              prospect audit --json
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: CommonOptions.asOfHelp) var asOf: Day?
    @Flag(help: "Print the report as JSON, as audit.json has it.") var json = false

    func run() throws {
        let outcome = try common.pipeline().explained(common) {
            try $0.run(through: .audit, asOf: asOf, publishes: false)
        }
        guard let report = outcome.audit else { return }
        if json {
            Terminal.print(String(decoding: try JSON.encode(report), as: UTF8.self).trimmingSuffix("\n"))
        } else {
            Terminal.print(AuditText(report).all + "\n\nRun: \(outcome.folder)")
        }
        if report.status == .failed { throw AuditFailed(report: report) }
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}

/// An audit for the terminal.
struct AuditText {
    let report: AuditReport

    init(_ report: AuditReport) { self.report = report }

    /// Every check with its sentences, and what to do about those that did not pass.
    var all: String {
        var table = columns
        for check in report.checks { add(check, to: &table) }
        return [title, "", table.text(), "", made].joined(separator: "\n")
    }

    /// The section of a run: how many checks passed, and the full text of those with findings.
    var section: String {
        let others = report.checks.filter { $0.status != .passed || !$0.findings.isEmpty }
        guard !others.isEmpty else { return title }
        var table = columns
        for check in others { add(check, to: &table) }
        return [title, "", table.text()].joined(separator: "\n")
    }

    private var columns: ResultTable {
        ResultTable([.text("check"), .text("result"), .text("what was done, and what came of it")])
    }

    private func add(_ check: AuditCheck, to table: inout ResultTable) {
        table.add(check.name.rawValue, check.status.rawValue, check.summary)
        for finding in check.findings { table.add("", finding.status.rawValue, "\(finding.text) \(finding.advice)") }
    }

    private var title: String {
        let counts = AuditCheck.Status.allCases.compactMap { status -> String? in
            let count = report.checks.count { $0.status == status }
            return count > 0 ? "\(count) \(count == 1 ? status.one : status.many)" : nil
        }
        let verdict =
            report.status == .failed ? "failed; its lists are not published" : "not failed"
        return "Audit for \(report.asOf): \(verdict). Checks: \(counts.joined(separator: ", "))."
    }

    private var made: String {
        """
        Lists were made again with \(ModelName(report.member).title) alone, \(report.rounds) rounds: all members are
        given the same rows, so what changes neither these nor its list changes none.
        """
    }
}

extension AuditCheck.Status {
    fileprivate var one: String {
        switch self {
        case .passed: "passed"
        case .note: "has a note"
        case .skipped: "not judged"
        case .warning: "has a warning"
        case .failed: "failed"
        }
    }

    fileprivate var many: String { self == .warning ? "have warnings" : one }
}
