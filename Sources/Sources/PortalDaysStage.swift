internal import DuckDB
internal import Foundation
internal import Spark

/// The place in the staging area for the portal-days of one source and one query.
///
/// Every attempt writes to a folder of its own, so the late output of a killed job never mixes with the next attempt.
struct PortalDaysStage {
    /// The folder of this source and query.
    let folder: String
    let connection: Connection

    private static let prefix = "attempt-"
    private static let mark = "_SUCCESS"

    /// Makes a stage.
    ///
    /// - Parameters:
    ///   - staging: The staging area.
    ///   - fingerprint: The fingerprint of everything that the portal-days depend on.
    init(staging: String, fingerprint: String, connection: Connection) {
        folder = SparkPath.local(staging) + "/portal-days-" + fingerprint.prefix(16)
        self.connection = connection
    }

    /// Returns the fingerprint of a stage: the files by name, size and time, the query, and the settings that may
    /// change a result.
    static func fingerprint(
        of files: [String], query: [String], settings: [SparkSetting], connection: Connection
    ) throws -> String {
        let described = try files.flatMap { file in
            try connection.rows(
                "SELECT filename, size, last_modified::VARCHAR FROM read_blob(\(literal: SQL.pattern(for: file)))"
            ) { "\($0.string(0) ?? "") \($0.int(1) ?? -1) \($0.string(2) ?? "")" }
        }
        let relevant = settings.filter { $0.key.hasPrefix("spark.sql.") }.map { "\($0.key)=\($0.value)" }.sorted()
        let text = (["portal-days 1"] + described + query + relevant).joined(separator: "\n")
        return try connection.row("SELECT sha256(\(literal: text))") { $0.string(0)! }
    }

    /// Returns a finished attempt, or nil if there is none. A folder without `_SUCCESS` is never read.
    func finished() throws -> String? {
        try attempts().last { try hasFinished($0) }
    }

    func hasFinished(_ attempt: String) throws -> Bool {
        try [PortalDaysScript.daysFolder, PortalDaysScript.countsFolder].allSatisfy {
            try !names("\(SQL.pattern(for: attempt))/\($0)/\(Self.mark)").isEmpty
        }
    }

    /// Returns a folder for a new attempt. Spark creates it.
    func newAttempt() -> String { "\(folder)/\(Self.prefix)\(UUID().uuidString.prefix(8).lowercased())" }

    /// Removes an attempt that should not be read. An attempt in a bucket stays.
    func remove(_ attempt: String) {
        guard !attempt.contains("://") else { return }
        try? FileManager.default.removeItem(atPath: attempt)
    }

    /// Removes failed and killed attempts.
    func removeUnfinished() throws {
        guard !folder.contains("://") else { return }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix(Self.prefix) {
            let attempt = folder + "/" + name
            if try !hasFinished(attempt) { remove(attempt) }
        }
    }

    private func attempts() throws -> [String] {
        let marks = try names("\(SQL.pattern(for: folder))/\(Self.prefix)*/\(PortalDaysScript.daysFolder)/\(Self.mark)")
        let tail = "/\(PortalDaysScript.daysFolder)/\(Self.mark)".count
        return marks.map { String($0.dropLast(tail)) }.sorted()
    }

    private func names(_ pattern: String) throws -> [String] {
        try connection.rows("SELECT file FROM glob(\(literal: pattern))") { $0.string(0)! }
    }
}

extension SQL {
    /// Returns a pattern that matches only this path, whatever characters it has.
    static func pattern(for path: String) -> String {
        path.map { "*?[".contains($0) ? "[\($0)]" : String($0) }.joined()
    }
}
