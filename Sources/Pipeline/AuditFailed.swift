package import Base
package import Modeling

/// The error of a failed audit. The lists stay in the run folder and are not published.
package struct AuditFailed: ProspectError {
    package let report: AuditReport

    package init(report: AuditReport) { self.report = report }

    package var problem: String {
        let subjects = report.failures.map { "\($0.finding.subject) (\($0.check.rawValue))" }
        return "The audit failed: \(subjects.joined(separator: ", ")). The lists were not published."
    }
    package var remedy: String? {
        "`prospect audit` says what each finding means; the lists and audit.json are in the run folder."
    }
    package var exitCode: ExitStatus { .auditFailed }
}
