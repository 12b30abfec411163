package import Base
package import DuckDB
package import Snapshots
internal import Sources

/// Check 4: no row is on two sides, and no training label was decided after the border.
///
/// The check looks at rows, not at the dates that a split names. The rows have `part`, `id`, `sunday` (DATE), `label`
/// and `close` (DATE).
package struct SplitCheck {
    private let horizon: Int
    private let connection: Connection
    private(set) var findings: [AuditCheck.Finding] = []
    private var said: [String] = []
    private var numbers: [String: Double] = [:]

    package init(horizon: Int, connection: Connection) {
        self.horizon = horizon
        self.connection = connection
    }

    /// Examines the rows of parts that follow each other in time.
    ///
    /// - Parameters:
    ///   - rows: A query.
    ///   - order: The parts, earliest first. Each is judged or scored after the earlier ones were learned from.
    package mutating func examine(_ rows: String, order: [String]) throws {
        let parts = try connection.rows(
            """
            SELECT part, count(*), sum(label)::BIGINT, min(sunday), max(sunday),
                count(*) FILTER (label <> (coalesce(close > sunday AND close <= sunday + \(unsafe: horizon), false))::INTEGER)
            FROM (\(unsafe: rows)) GROUP BY part
            """
        ) { row in
            Part(
                name: row.string(0)!, rows: row.int(1)!, positives: row.int(2)!,
                first: Day(daysSinceEpoch: Int32(row.int(3)!)), last: Day(daysSinceEpoch: Int32(row.int(4)!)),
                mislabelled: row.int(5)!)
        }
        let present = order.compactMap { name in parts.first { $0.name == name } }
        for part in present {
            numbers["\(part.name).snapshots"] = Double(part.rows)
            numbers["\(part.name).conversions"] = Double(part.positives)
            said.append("\(part.name) \(part.rows) snapshots to \(part.last)")
            if part.mislabelled > 0 {
                findings.append(
                    .init(
                        .failed, part.name,
                        text: "\(AuditText.count(part.mislabelled, "snapshot")) of \(part.name) "
                            + "have a label that is not what their close date says.",
                        advice: "A row counts as converted, or as not, against the data. Do not use the list.",
                        numbers: ["snapshots": Double(part.mislabelled)]))
            }
        }
        for (earlier, later) in zip(present, present.dropFirst()) where earlier.last + horizon > later.first {
            findings.append(
                .init(
                    .failed, "\(earlier.name) and \(later.name)",
                    text: "The last labels of \(earlier.name) are those of \(earlier.last), decided on "
                        + "\(earlier.last + horizon); \(later.name) begins before that, on \(later.first).",
                    advice: "What happened in one period is known in the other, so the result is too good. "
                        + "Split by time, with a gap of \(horizon) days."))
        }
        try overlaps(rows, parts: present)
    }

    private mutating func overlaps(_ rows: String, parts: [Part]) throws {
        let twice = try connection.rows(
            """
            SELECT one, other, count(*) FROM (
                SELECT min(part) AS one, max(part) AS other FROM (\(unsafe: rows)) GROUP BY id, sunday HAVING count(*) > 1
            ) GROUP BY ALL ORDER BY ALL
            """
        ) { (one: $0.string(0)!, other: $0.string(1)!, count: $0.int(2)!) }
        for (one, other, count) in twice {
            findings.append(
                .init(
                    .failed, one == other ? one : "\(one) and \(other)",
                    text: one == other
                        ? "\(AuditText.count(count, "pair")) of portal and day occur more than once in \(one)."
                        : "\(AuditText.count(count, "pair")) of portal and day are both in \(one) and in \(other).",
                    advice: "A model was judged, or scores, rows that it was fitted to. Do not use the list.",
                    numbers: ["pairs": Double(count)]))
        }
    }

    /// Compares the row counts that a model or its judge reports with those that follow from the dates.
    ///
    /// - Parameter part: The name of the part, as given to `examine`.
    package mutating func reconcile(_ part: String, rows: Int, positives: Int) {
        let found = (rows: Int(numbers["\(part).snapshots"] ?? 0), positives: Int(numbers["\(part).conversions"] ?? 0))
        guard found != (rows, positives) else { return }
        findings.append(
            .init(
                .failed, part,
                text: "By its dates \(part) has \(found.rows) snapshots with \(found.positives) conversions, but the "
                    + "model had \(rows) with \(positives).",
                advice: "Rows were taken that should not have been, or left out. Do not use the list.",
                numbers: ["snapshots": Double(rows - found.rows), "conversions": Double(positives - found.positives)]))
    }

    /// Examines the folds of a backtest: everything that a fold was fitted on had matured by its Sunday.
    ///
    /// - Parameter labelsThrough: The last day whose outcomes the run may use.
    package mutating func examine(_ folds: [BacktestReport.Fold], labelsThrough: Day) {
        for fold in folds where fold.trainedOn.last + horizon > fold.sunday || fold.sunday + horizon > labelsThrough {
            findings.append(
                .init(
                    .failed, "backtest \(fold.sunday)",
                    text:
                        "The backtest of \(fold.sunday) was fitted on snapshots to \(fold.trainedOn.last), whose labels "
                        + "were decided on \(fold.trainedOn.last + horizon), and judged by outcomes through \(labelsThrough).",
                    advice: "The backtest has seen what it was judged on. Do not use its figures."))
        }
        if !folds.isEmpty { said.append("\(AuditText.count(folds.count, "fold")) of the backtest") }
        numbers["folds"] = Double(folds.count)
    }

    /// The check with all findings.
    package var check: AuditCheck {
        AuditCheck(
            .split,
            summary: (findings.isEmpty
                ? "No portal and day on two sides, and every label decided before the next period begins: "
                : "The rows of every side, one by one: ") + said.joined(separator: "; ") + ".", numbers: numbers,
            findings: findings)
    }

    private struct Part {
        let name: String
        let rows: Int
        let positives: Int
        let first: Day
        let last: Day
        let mislabelled: Int
    }
}

extension SplitCheck {
    /// Examines the periods of a run: those of the judged models, and those of the models of the list.
    package mutating func examine(_ model: TrainedModel, snapshots: SnapshotSet, metrics: TestMetrics?) throws {
        if let split = model.split {
            let judged: [(name: String, sundays: [Day])] = [
                ("training", split.train.sundays), ("validation", split.validation.sundays),
                ("test", split.test.sundays),
            ]
            try examine(SnapshotRows.auditRows(snapshots, judged), order: judged.map(\.name))
        }
        if let period = metrics?.period {
            reconcile("test", rows: period.snapshots, positives: period.positives)
        }
        let listed: [(name: String, sundays: [Day])] = [
            ("the list's training", model.trainedOn.sundays), ("the list", [snapshots.asOf]),
        ]
        try examine(SnapshotRows.auditRows(snapshots, listed), order: listed.map(\.name))
        reconcile("the list's training", rows: model.snapshots, positives: model.positives)
    }
}

extension SnapshotRows {
    /// Returns a query for the rows of parts in the form of `SplitCheck`, one for every portal and Sunday.
    ///
    /// The query does not use the arithmetic that counts cold spans elsewhere, so the two check each other.
    static func auditRows(_ snapshots: SnapshotSet, _ parts: [(name: String, sundays: [Day])]) -> String {
        let id = "\(SQL.identifier(snapshots.idColumn))::VARCHAR"
        let parts = parts.filter { !$0.sundays.isEmpty }
        guard !parts.isEmpty else {
            return """
                SELECT '' AS part, '' AS id, DATE '1970-01-01' AS sunday, 0 AS label, NULL::DATE AS close WHERE false
                """
        }
        return parts.map { part in
            let days = part.sundays.map { "DATE '\($0)'" }.joined(separator: ", ")
            return """
                SELECT \(SQL.literal(part.name)) AS part, \(id) AS id, DATE AS sunday, \(snapshots.labelColumn) AS label,
                    \(SnapshotColumn.closeDate) AS close
                FROM \(SnapshotFiles(snapshots).all.text) WHERE DATE IN (\(days))
                UNION ALL
                SELECT \(SQL.literal(part.name)), \(id), day,
                    (\(SnapshotColumn.closeDate) IS NOT NULL
                        AND \(SnapshotColumn.closeDate) <= day + \(snapshots.horizon))::INTEGER,
                    \(SnapshotColumn.closeDate)
                FROM \(SnapshotFiles(snapshots).cold.text) JOIN (SELECT unnest([\(days)]) AS day)
                    ON day BETWEEN \(SnapshotColumn.firstDate) AND \(SnapshotColumn.lastDate)
                """
        }.joined(separator: "\nUNION ALL\n")
    }
}
