internal import DuckDB
internal import Sources

/// One of the three tables, with the column names that `prospect` expects by default.
enum SampleTable: String, CaseIterable {
    case customers
    case noncustomers
    case usage = "usage_actions"

    /// The name of the step in progress reports.
    var title: String {
        switch self {
        case .customers: "Writing customers"
        case .noncustomers: "Writing free portals"
        case .usage: "Writing usage"
        }
    }

    /// Returns the file of the table.
    func path(in folder: String, format: SampleFormat) -> String {
        Self.prefix(folder) + "\(rawValue).\(format.fileExtension)"
    }

    /// Returns the name under which the file is written until all three are complete.
    func partialPath(in folder: String, format: SampleFormat) -> String {
        Self.prefix(folder) + ".\(rawValue).\(format.fileExtension).partial"
    }

    private static func prefix(_ folder: String) -> String { folder.hasSuffix("/") ? folder : folder + "/" }

    /// Returns the query that brings the rows of a table function into the form of the table.
    ///
    /// Texts are spelled as in the source system's exports: timestamps with milliseconds, amounts without trailing
    /// zeros. Parquet keeps the types.
    func query(from function: SQL, format: SampleFormat) -> SQL {
        let names = ColumnNames()
        let id = SQL(name: names.id)
        let firmographics: SQL = "\(names: Firmographic.defaults.map(\.column))"
        switch self {
        case .customers:
            let closed = SQL(name: names.closeDate)
            let revenue = SQL(name: names.revenue ?? "MRR")
            let amount: SQL = format.isText ? "printf('%.10g', \(revenue))" : revenue
            return "SELECT \(closed), \(amount) AS \(revenue), \(firmographics), \(id) FROM \(function)()"
        case .noncustomers:
            return "SELECT \(firmographics), \(id) FROM \(function)()"
        case .usage:
            let stamp = SQL(name: names.timestamp)
            let time: SQL = format.isText ? "\(stamp)::VARCHAR || ' 00:00:00.000'" : "\(stamp)::TIMESTAMP"
            return "SELECT \(time) AS \(stamp), \(names: names.counts), \(id) FROM \(function)()"
        }
    }
}
