internal import ProspectCore

/// What the usage rows say as a whole.
struct UsageStatistics {
    let counts: UsageCounts
    /// The days that have a row, in order.
    let days: [Day]
    let columns: ColumnNames

    /// Findings on unknown portals, gaps, users without actions and rows of zeros.
    ///
    /// - Parameter read: rows read, those set aside included.
    func findings(unknown: UnknownUsage, read: Int) -> [Finding] {
        var findings: [Finding] = []
        if unknown.rows > 0 {
            let share = Double(unknown.rows) / Double(max(read, 1))
            findings.append(
                Finding(
                    check: "unknown-portal", severity: share > 0.5 ? .error : .warning, table: .usage,
                    column: columns.id, count: unknown.rows,
                    message: "\(unknown.rows) usage row\(unknown.rows == 1 ? " " : "s ")(\(percent(share))) "
                        + "\(unknown.rows == 1 ? "is" : "are") of \(unknown.ids == 1 ? "1 id that is" : "\(unknown.ids) ids that are") "
                        + "in neither portal table"
                        + (share > 0.5 ? "; are ids written the same way in all three tables?" : ".")))
        }
        let (rows, zeros, idle) = (counts.rows, counts.zeros, counts.idle)
        guard rows > 0 else { return findings }
        if zeros > 0 {
            findings.append(
                Finding(
                    check: "zero-rows", severity: .info, table: .usage, count: zeros,
                    message: "\(percent(Double(zeros) / Double(rows))) of the usage rows are all zeros: no activity."))
        }
        if idle > 0 {
            findings.append(
                Finding(
                    check: "users-without-actions", severity: .info, table: .usage, count: idle,
                    message: "\(idle == 1 ? "1 usage row counts" : "\(idle) usage rows count") users but no action."))
        }
        return findings + gaps()
    }

    /// Stretches without any row that are longer than the cadence explains.
    private func gaps() -> [Finding] {
        let steps = zip(days, days.dropFirst()).map { ($0, $1, $1 - $0) }
        let lengths = steps.map(\.2).sorted()
        let median =
            lengths.isEmpty ? 1 : Double(lengths[(lengths.count - 1) / 2] + lengths[lengths.count / 2]) / 2
        let gaps = steps.filter { Double($0.2) > 7 + median }
        guard !gaps.isEmpty else { return [] }
        let spans = gaps.prefix(3).map { "\($0.0 + 1) to \($0.1 - 1)" }.joined(separator: ", ")
        return [
            Finding(
                check: "usage-gap", severity: .warning, table: .usage, column: columns.timestamp, count: gaps.count,
                message: "No usage at all from \(spans)\(gaps.count > 3 ? " and in \(gaps.count - 3) more gaps" : "").")
        ]
    }

    private func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10)%" }
}

/// Rows of the source that can be used.
struct UsageCounts {
    let rows: Int
    /// Rows whose counts are all zero.
    let zeros: Int
    /// Rows that count users and no action.
    let idle: Int
}
