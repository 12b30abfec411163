package import Base
internal import DuckDB
internal import Foundation

extension SampleCompany {
    /// Writes the three tables into a folder: `customers`, `noncustomers` and `usage_actions`.
    ///
    /// DuckDB writes the files from rows that are made as it asks for them, on one thread: memory does not grow with
    /// the company, and the same company gives the same bytes. The files get their names when all three are
    /// complete; until then, and after a failure, what was in the folder is untouched.
    ///
    /// - Parameters:
    ///   - folder: The folder; it is created where it does not exist.
    ///   - format: How the tables are written; also the ending of their names.
    ///   - overwriting: Replace files of these names.
    ///   - progress: Told of each table as it grows, in portals.
    ///   - cancellation: Asked about once per thousand portals.
    /// - Returns: The rows of each table and where they are.
    /// - Throws: `SampleError` where a file exists or cannot be written, or when the work was cancelled.
    package func write(
        to folder: String, format: SampleFormat = .csv, overwriting: Bool = false,
        progress: any ProgressReporter = SilentProgress(), cancellation: Cancellation = Cancellation()
    ) throws(SampleError) -> SampleSummary {
        let files = FileManager.default
        if !overwriting {
            for table in SampleTable.allCases where files.fileExists(atPath: table.path(in: folder, format: format)) {
                throw .exists(table.path(in: folder, format: format))
            }
        }
        do {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(folder, reason: error.localizedDescription)
        }
        defer {
            for table in SampleTable.allCases {
                try? files.removeItem(atPath: table.partialPath(in: folder, format: format))
            }
        }
        let step = SampleStep(progress: progress, cancellation: cancellation)
        var rows: [SampleTable: Int] = [:]
        for table in SampleTable.allCases {
            progress.begin(table.title, total: portals, unit: "portals")
            let path = table.partialPath(in: folder, format: format)
            do {
                rows[table] = try copy(table, to: path, format: format, step: step)
            } catch {
                throw cancellation.isCancelled ? .interrupted : .cannotWrite(path, reason: "\(error)")
            }
            progress.end("\(rows[table] ?? 0) rows")
        }
        for table in SampleTable.allCases {
            let path = table.path(in: folder, format: format)
            guard rename(table.partialPath(in: folder, format: format), path) == 0 else {
                throw .cannotWrite(path, reason: String(cString: strerror(errno)))
            }
        }
        return SampleSummary(
            customers: rows[.customers] ?? 0, noncustomers: rows[.noncustomers] ?? 0, usageRows: rows[.usage] ?? 0,
            from: from, until: until, files: SampleTable.allCases.map { $0.path(in: folder, format: format) })
    }

    /// Writes one table and returns its number of rows.
    private func copy(_ table: SampleTable, to path: String, format: SampleFormat, step: SampleStep) throws -> Int {
        let source: any RowSource =
            table == .usage
            ? UsageRows(of: self, step: step)
            : PortalRows(of: self, customers: table == .customers, step: step)
        // One thread: the source is read by one thread only, and row groups of equal size come out in order.
        let connection = try Database.open(settings: ["threads": "1"]).connect()
        try connection.register(source, as: "sample_rows")
        let query = table.query(from: "sample_rows", format: format)
        return try connection.row("COPY (\(unsafe: query)) TO \(literal: path) (\(unsafe: format.copyOptions))") {
            $0.int(0) ?? 0
        }
    }
}
