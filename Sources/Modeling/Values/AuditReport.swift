package import Base
package import Boosting
internal import Sources

/// The result of a run's audit: `audit.json`.
package struct AuditReport: Codable, Equatable, Sendable {
    /// The run's Sunday.
    package var asOf: Day
    /// The past Sunday whose list was made again from data cut at it, or nil if the history is too short.
    package var earlier: Day?
    package var seed: Int
    /// The model that the audit fits for itself, and its number of trees or steps.
    package var member: LearnerName
    package var rounds: Int
    package var checks: [AuditCheck]

    package init(
        asOf: Day, earlier: Day?, seed: Int, member: LearnerName, rounds: Int, checks: [AuditCheck]
    ) {
        self.asOf = asOf
        self.earlier = earlier
        self.seed = seed
        self.member = member
        self.rounds = rounds
        self.checks = checks
    }

    /// The worst status of the checks.
    package var status: AuditCheck.Status { checks.map(\.status).max() ?? .passed }

    /// Every finding that fails the audit, with its check.
    package var failures: [(check: AuditCheck.Name, finding: AuditCheck.Finding)] {
        checks.flatMap { check in check.findings.filter { $0.status == .failed }.map { (check.name, $0) } }
    }
}

/// One check of the audit.
package struct AuditCheck: Codable, Equatable, Sendable {
    package enum Name: String, Codable, CaseIterable, Sendable {
        /// The list stays the same after later rows are removed.
        case futureDeletion = "future-deletion"
        /// Nothing is left to predict after close dates are dealt to other portals.
        case labelShuffle = "label-shuffle"
        /// Scores stay the same with other ids and another order of the rows.
        case idsAndOrder = "ids-and-order"
        /// Training, judging and scoring use different rows, a horizon apart.
        case split
        /// No single column gives the conversion away.
        case singleFeatures = "single-features"
        /// The test result is not too good to be true.
        case testResult = "test-result"
    }

    /// The result of a check, from good to bad.
    package enum Status: String, Codable, CaseIterable, Comparable, Sendable {
        case passed
        /// For findings only: good to know, but neither a model nor the order of the list depends on it. A check with
        /// notes only has passed.
        case note
        /// There was too little data to judge. The result says what was missing.
        case skipped
        /// The list stands, but someone should look at the finding.
        case warning
        /// The list cannot be trusted.
        case failed

        package static func < (left: Status, right: Status) -> Bool {
            allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
        }
    }

    /// One finding of a check.
    package struct Finding: Codable, Equatable, Sendable {
        package var status: Status
        /// The subject: a column, a pair of periods, a model.
        package var subject: String
        /// The finding with its numbers, in full sentences.
        package var text: String
        /// What the finding means and what to do.
        package var advice: String
        /// The numbers in the text, by name.
        package var numbers: [String: Double]

        package init(
            _ status: Status, _ subject: String, text: String, advice: String, numbers: [String: Double] = [:]
        ) {
            self.status = status
            self.subject = subject
            self.text = text
            self.advice = advice
            self.numbers = numbers
        }
    }

    package var name: Name
    package var status: Status
    /// What the check did and found, in plain sentences.
    package var summary: String
    package var numbers: [String: Double]
    package var findings: [Finding]

    /// Makes a check with the status of its worst finding. With notes only, it has passed.
    package init(_ name: Name, summary: String, numbers: [String: Double] = [:], findings: [Finding] = []) {
        self.name = name
        self.status = findings.map(\.status).filter { $0 != .note }.max() ?? .passed
        self.summary = summary
        self.numbers = numbers
        self.findings = findings
    }

    /// Makes a check for which there was too little data.
    package static func skipped(_ name: Name, _ reason: String) -> AuditCheck {
        var check = AuditCheck(name, summary: reason)
        check.status = .skipped
        return check
    }
}
