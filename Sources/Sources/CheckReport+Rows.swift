internal import Base

extension CheckReport {
    /// Adds the findings about the rows of one table. An empty table is an error, except for the table of customers.
    ///
    /// - Parameter tolerance: The share of rows above which a problem becomes an error.
    mutating func add(_ summary: TableSummary, _ problems: [RowProblem], tolerance: Double) {
        tables.append(summary)
        if summary.rows == 0, summary.table == .customers {
            findings.append(
                Finding(
                    check: "no-customers-yet", severity: .warning, table: .customers,
                    message: "The table has no rows: nobody has paid yet, so there is nothing to learn from."))
        } else if summary.rows == 0 {
            findings.append(
                Finding(
                    check: "empty-table", severity: .error, table: summary.table, message: "The table has no rows."))
        }
        for problem in problems {
            let share = Double(problem.count) / Double(max(summary.rows, 1))
            findings.append(
                Finding(
                    check: problem.kind.rawValue, severity: problem.severity(share: share, tolerance: tolerance),
                    table: summary.table, column: problem.column, count: problem.count,
                    message: problem.message(share: share, tolerance: tolerance), examples: problem.examples))
        }
        if summary.rows > 0, summary.setAside == summary.rows, errors.isEmpty {
            findings.append(
                Finding(
                    check: "empty-table", severity: .error, table: summary.table, count: summary.rows,
                    message: "None of the \(summary.rows) rows is usable."))
        }
    }
}

extension RowProblem {
    func severity(share: Double, tolerance: Double) -> Finding.Severity {
        // A row with an absurd revenue stays. Only the revenue is left out of learning and of every total.
        share > tolerance && kind != .absurdRevenue ? .error : .warning
    }

    func message(share: Double, tolerance: Double) -> String {
        let name = column.map { "'\($0)'" } ?? "the row"
        let rows = count == 1 ? "1 row has" : "\(count) rows have"
        let text =
            switch kind {
            case .malformedRow:
                count == 1
                    ? "1 row does not have the columns of the header, or is not UTF-8 text"
                    : "\(count) rows do not have the columns of the header, or are not UTF-8 text"
            case .unparsableValue: "\(rows) a value in \(name) that does not parse as a \(expected ?? "value")"
            case .negativeCount: "\(rows) a negative count in \(name)"
            case .missingID: "\(rows) no id in \(name)"
            case .missingDate: "\(rows) no date in \(name)"
            case .futureDate: "\(rows) a date in \(name) that is in the future"
            case .ancientDate: "\(rows) a date in \(name) that is before \(expected ?? ""), which is checks.oldest_date"
            case .absurdRevenue:
                "\(rows) a revenue in \(name) beyond \(expected ?? ""), which is checks.highest_revenue; "
                    + "\(count == 1 ? "it is" : "they are") left out of what is learned and of every total"
            }
        guard severity(share: share, tolerance: tolerance) == .error else { return text + "." }
        return text + "; that is \(Self.percent(share)) of the table, more than checks.tolerance allows "
            + "(\(Self.percent(tolerance)))." + (hint.map { " " + $0 } ?? "")
    }

    private static func percent(_ share: Double) -> String { "\((share * 10_000).rounded() / 100)%" }
}
