import Base
import DuckDB
import Foundation
import Logging
import Pipeline
import Settings
import TestSupport

/// An invented company as a CRM would export it: daily usage, customers and free portals, as rows of named texts.
///
/// A case changes it in one respect; whatever it does, the tables describe the same company.
struct ExportCompany {
    typealias Row = [(name: String, text: String)]

    var customers: [Row] = []
    var free: [Row] = []
    var usage: [Row] = []
    /// Files that are written as they are, in place of a table.
    var files: [String: Data] = [:]
    /// Applied to the text of `customers.csv`.
    var rewrite: (String) -> String = { $0 }

    static let start = Day("2024-04-01")!
    /// A Sunday.
    static let end = Day("2025-03-30")!
    static let today = end + 4
    static let modules = ["CRM_CONTACTS", "CRM_COMPANIES", "CRM_DEALS", "EMAIL"]

    init(customers count: Int = 45, free others: Int = 150, seed: UInt64 = 11) {
        var generator = SeededGenerator(seed: seed)
        func draw(_ range: Range<Int>) -> Int {
            range.lowerBound + Int(generator.uniform() * Double(range.count))
        }
        let days = Self.end - Self.start
        for number in 0..<count + others {
            let id = "\(700_000 + 37 * number)"
            var day = Self.start + draw(0..<days - 60)
            let facts: Row = [
                ("ALEXA_RANK", number % 3 == 0 ? "16000001" : "\(draw(1_000..<9_000_000))"),
                ("EMPLOYEE_RANGE", ["2 to 5", "6 to 10", "11 to 25", "1"][draw(0..<4)]),
                ("INDUSTRY", ["RETAIL", "INTERNET", "", "Other"][draw(0..<4)]),
            ]
            var close: Day?
            if number < count {
                let closed = min(day + draw(20..<200), Self.end - draw(3..<40))
                close = closed
                customers.append(
                    [("CLOSEDATE", "\(closed)"), ("MRR", "\(draw(40..<900)).\(draw(10..<99))")] + facts + [("id", id)])
            } else {
                free.append(facts + [("id", id)])
            }
            let rate = [0.03, 0.1, 0.25][draw(0..<3)]
            while day <= Self.end {
                let isHot = close.map { (0...40).contains($0 - day) } ?? false
                if generator.uniform() < (isHot ? 0.6 : rate) {
                    var row: Row = [("WHEN_TIMESTAMP", "\(day) 00:00:00.000")]
                    let users = draw(1..<4) + (isHot ? 2 : 0)
                    var counts: Row = []
                    for module in Self.modules {
                        let isUsed = generator.uniform() < 0.5
                        row.append(("ACTIONS_\(module)", isUsed ? "\(draw(1..<30) * (isHot ? 3 : 1))" : "0"))
                        counts.append(("USERS_\(module)", isUsed ? "\(users)" : "0"))
                    }
                    usage.append(row + counts + [("id", id)])
                }
                day = day + 1
            }
        }
    }

    /// Applies a change to one column of some rows; the row's number is its place in the table.
    mutating func change(
        _ table: WritableKeyPath<ExportCompany, [Row]>, _ column: String, _ text: (String, Int) -> String
    ) {
        for index in self[keyPath: table].indices {
            for cell in self[keyPath: table][index].indices where self[keyPath: table][index][cell].name == column {
                self[keyPath: table][index][cell].text = text(self[keyPath: table][index][cell].text, index)
            }
        }
    }

    /// Applies a change to the ids of tables.
    mutating func ids(
        _ tables: [WritableKeyPath<ExportCompany, [Row]>], _ text: (String, Int) -> String
    ) { for table in tables { change(table, "id", text) } }

    /// The text of a cell.
    static func text(_ row: Row, _ column: String) -> String { row.first { $0.name == column }?.text ?? "" }

    /// Writes the tables and a configuration into a folder of their own.
    func write() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let empty = ["CLOSEDATE", "MRR", "ALEXA_RANK", "EMPLOYEE_RANGE", "INDUSTRY", "id"]
        try folder.write("customers.csv", rewrite(Self.csv(customers, header: empty)))
        try folder.write("noncustomers.csv", Self.csv(free, header: empty))
        try folder.write("usage_actions.csv", Self.csv(usage, header: []))
        for (name, data) in files { try folder.write(name, data) }
        try folder.write(
            "prospect.yaml",
            """
            sources: {customers: customers.csv, noncustomers: noncustomers.csv, usage: usage_actions.csv}
            lightgbm: {num_iterations: 15}
            models: {members: [lightgbm, logistic]}
            ensemble: {members: [lightgbm, logistic]}
            split: {validation: 6, test: 6}
            resources: {threads: 2}
            """)
        return folder
    }

    private static func csv(_ rows: [Row], header: [String]) -> String {
        func cell(_ text: String) -> String {
            text.contains { ",\"\n".contains($0) } ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
        }
        let names = rows.first?.map(\.name) ?? header
        return ([names] + rows.map { $0.map(\.text) }).map { $0.map(cell).joined(separator: ",") }
            .joined(separator: "\n") + "\n"
    }

    /// Runs the company's weekly job without backtest and audit.
    static func run(
        in folder: TemporaryFolder, _ overrides: [String] = [], through last: StageName = .rank, quick: Bool = true
    ) throws -> RunOutcome {
        let loaded = try ConfigurationLoader.load(
            file: folder.path + "/prospect.yaml", overrides: overrides, environment: [:], workingFolder: folder.path)
        return try Pipeline(
            loaded: loaded, today: today, progress: SilentProgress(), cancellation: Cancellation(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).run(through: last, quick: quick)
    }
}
