/// The statistics of all usage rows.
struct UsageStatistics {
    let counts: UsageCounts
    let columns: ColumnNames

    /// Returns findings about unknown portals, users without actions and rows of zeros.
    ///
    /// - Parameters:
    ///   - read: The number of rows read, including those set aside.
    ///   - idlePortals: The number of known portals without any usage row.
    func findings(unknown: UnknownUsage, read: Int, idlePortals: Int) -> [Finding] {
        var findings: [Finding] = []
        if unknown.rows > 0 {
            let share = Double(unknown.rows) / Double(max(read, 1))
            let (isOne, isOneID) = (unknown.rows == 1, unknown.ids == 1)
            findings.append(
                Finding(
                    check: FindingName.unknownPortal.rawValue, severity: .warning, table: .usage, column: columns.id,
                    count: unknown.rows,
                    message:
                        "\(unknown.rows) usage row\(isOne ? "" : "s") (\(percent(share))) \(isOne ? "is" : "are") of "
                        + "\(isOneID ? "1 id that is" : "\(unknown.ids) ids that are") in neither portal table. "
                        + "\(idlePortals == 1 ? "1 known portal has" : "\(idlePortals) known portals have") no usage."
                        + (share > 0.5 ? " Are ids written the same way in all three tables?" : "")))
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
        return findings
    }

    private func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10)%" }
}

/// The numbers of usable rows of the source.
struct UsageCounts {
    let rows: Int
    /// The number of rows whose counts are all zero.
    let zeros: Int
    /// The number of rows with users but no action.
    let idle: Int
}
