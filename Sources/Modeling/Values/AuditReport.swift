package import Base
package import Boosting
internal import Sources

/// What the audit of a run found: `audit.json`.
package struct AuditReport: Codable, Equatable, Sendable {
    /// The run's Sunday.
    package var asOf: Day
    /// The past Sunday whose list was made again from data cut at it; nil where the history is too short.
    package var earlier: Day?
    package var seed: Int
    /// The model that the audit fits for itself, and its trees or steps.
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

    /// The worst of the checks.
    package var status: AuditCheck.Status { checks.map(\.status).max() ?? .passed }

    /// Every finding that fails the audit, with its check.
    package var failures: [(check: AuditCheck.Name, finding: AuditCheck.Finding)] {
        checks.flatMap { check in check.findings.filter { $0.status == .failed }.map { (check.name, $0) } }
    }
}

/// One check of the audit.
package struct AuditCheck: Codable, Equatable, Sendable {
    package enum Name: String, Codable, CaseIterable, Sendable {
        /// Later rows removed, the same list.
        case futureDeletion = "future-deletion"
        /// Close dates dealt to other portals, and nothing left to predict.
        case labelShuffle = "label-shuffle"
        /// Other ids and another order of the rows, the same scores.
        case idsAndOrder = "ids-and-order"
        /// Training, judging and scoring on different rows, a horizon apart.
        case split
        /// No single column gives the conversion away.
        case singleFeatures = "single-features"
        /// The test result is not too good to be true.
        case testResult = "test-result"
    }

    /// How a check came out, from good to bad.
    package enum Status: String, Codable, CaseIterable, Comparable, Sendable {
        case passed
        /// Of a finding: good to know, and nothing that a model or the order of the list depends on. A check whose findings
        /// are notes has passed.
        case note
        /// There was too little to judge by; the result says of what.
        case skipped
        /// To be looked at; the list stands.
        case warning
        /// The list is not to be trusted.
        case failed

        package static func < (left: Status, right: Status) -> Bool {
            allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
        }
    }

    /// One thing that a check has to say.
    package struct Finding: Codable, Equatable, Sendable {
        package var status: Status
        /// What it is about: a column, a pair of periods, a model.
        package var subject: String
        /// What was found, with its numbers, in full sentences.
        package var text: String
        /// What it means and what to do.
        package var advice: String
        /// The numbers of the text, by name.
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
    /// What was done and what came of it, in plain sentences.
    package var summary: String
    package var numbers: [String: Double]
    package var findings: [Finding]

    /// A check whose status is that of its worst finding; notes leave it passed.
    package init(_ name: Name, summary: String, numbers: [String: Double] = [:], findings: [Finding] = []) {
        self.name = name
        self.status = findings.map(\.status).filter { $0 != .note }.max() ?? .passed
        self.summary = summary
        self.numbers = numbers
        self.findings = findings
    }

    /// A check for which there was too little data.
    package static func skipped(_ name: Name, _ reason: String) -> AuditCheck {
        var check = AuditCheck(name, summary: reason)
        check.status = .skipped
        return check
    }
}
