package import Base
internal import DuckDB
internal import Foundation

extension SampleCompany {
    /// Writes the three tables to a folder: `customers`, `noncustomers` and `usage_actions`.
    ///
    /// DuckDB writes the files from rows that are made on demand, on one thread. Memory does not grow with the company,
    /// and the same company gives the same bytes. The files get their names when all three are complete. Until then,
    /// and after a failure, the folder's content is untouched.
    ///
    /// - Parameters:
    ///   - folder: The folder. It is created if it does not exist.
    ///   - format: The format of the tables, which is also the ending of their names.
    ///   - overwriting: Whether to replace files with these names.
    ///   - progress: Receives the progress of each table, in portals.
    ///   - cancellation: Checked once per thousand portals.
    /// - Returns: The number of rows of each table, and the paths of the files.
    /// - Throws: `SampleError` if a file exists or cannot be written, or if the work was cancelled.
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
        // There is one thread: a single thread reads the source, and row groups of equal size come out in order.
        let connection = try Database.open(settings: ["threads": "1"]).connect()
        try connection.register(source, as: "sample_rows")
        let query = table.query(from: "sample_rows", format: format)
        return try connection.row("COPY (\(query)) TO \(literal: path) (\(format.copyOptions))") {
            $0.int(0) ?? 0
        }
    }
}
