import Base
import DuckDB
import Foundation
import Sources
import TestSupport

/// A company of five portals in a folder of its own, as plain CSV unless a test writes it otherwise.
final class SmallCompany {
    static let today = Day(year: 2020, month: 4, day: 26)

    static let customers = """
        id,CLOSEDATE,MRR,ALEXA_RANK,EMPLOYEE_RANGE,INDUSTRY
        101,2020-01-15,200,479245,2 to 5,
        102,2020-03-01,40.5,16000001,"10,001 or more",SOFTWARE

        """
    static let noncustomers = #"""
        id,ALEXA_RANK,EMPLOYEE_RANGE,INDUSTRY
        103,16000001,2 to 5,
        104,,6 to 10,"RETAIL, ""FOOD"""
        105,12,,Späti

        """#
    static let usage = """
        id,WHEN_TIMESTAMP,A,B,U
        101,2020-01-06,5,0,1
        102,2020-01-06,12,3,2
        103,2020-01-13,0,0,0
        104,2020-01-13,7,,1
        105,2020-01-20,1,4294967295,1
        103,2020-01-20,2,2,1

        """

    let folder: TemporaryFolder
    var configuration = SourceSettings()

    init() throws {
        folder = try TemporaryFolder()
        configuration.columns.actions = ["A", "B"]
        configuration.columns.users = ["U"]
        try write(.customers, Self.customers)
        try write(.noncustomers, Self.noncustomers)
        try write(.usage, Self.usage)
    }

    /// Writes a table and points the configuration to it.
    func write(_ table: SourceName, _ text: String, as file: String? = nil) throws {
        try write(table, Data(text.utf8), as: file)
    }

    func write(_ table: SourceName, _ data: Data, as file: String? = nil) throws {
        locate(table, try folder.write(file ?? "\(table.rawValue).csv", data))
    }

    func locate(_ table: SourceName, _ path: String) { locate(table, .files(path)) }

    func locate(_ table: SourceName, _ location: TableLocation) {
        switch table {
        case .customers: configuration.sources.customers = location
        case .noncustomers: configuration.sources.noncustomers = location
        case .usage: configuration.sources.usage = location
        }
    }

    /// Writes all three tables by DuckDB: `select` is applied to each plain file.
    func copy(
        as suffix: String, _ options: String, rows: Int = 100, select: (SourceName) -> String = { _ in "*" }
    ) throws {
        let connection = try Database.open().connect()
        for table in SourceName.allCases {
            let plain = "\(folder.path)/\(table.rawValue).csv"
            let path = "\(folder.path)/\(table.rawValue).\(suffix)"
            try connection.execute(
                """
                COPY (SELECT \(unsafe: select(table)) FROM read_csv('\(unsafe: plain)', all_varchar = true) LIMIT \(unsafe: rows))
                TO '\(unsafe: path)' (\(unsafe: options))
                """)
            locate(table, path)
        }
    }

    /// Applies a change to the text of each plain file.
    func rewrite(_ change: (String) -> Data, as suffix: String = "csv") throws {
        for (table, text) in [
            (SourceName.customers, Self.customers), (.noncustomers, Self.noncustomers), (.usage, Self.usage),
        ] {
            try write(table, change(text), as: "\(table.rawValue).\(suffix)")
        }
    }

    func read() throws -> SmallCompanyRead {
        let connection = try Database.open(settings: ["threads": "2"]).connect()
        let reader = SourceReader(
            configuration: configuration, today: Self.today, connection: connection, progress: SilentProgress())
        let (report, company) = try reader.read()
        return SmallCompanyRead(
            report: report, tables: company?.tables, reader: reader, connection: connection, folder: folder)
    }
}

/// What the reader made of a company.
struct SmallCompanyRead {
    let report: CheckReport
    let tables: CompanyTables?
    let reader: SourceReader
    let connection: Connection
    let folder: TemporaryFolder

    /// The rows of both tables as text, in one order.
    func rows() throws -> [String] {
        guard tables != nil else { return ["no tables: \(report.errors.map(\.message))"] }
        return try connection.rows("SELECT p::VARCHAR FROM portals p ORDER BY portal") { $0.string(0)! }
            + connection.rows(
                "SELECT (id, day, A, B, U)::VARCHAR FROM usage JOIN portals USING (portal) ORDER BY ALL"
            ) { $0.string(0)! }
    }

    /// The lines of `quarantine.csv` below its header, without the folder.
    func quarantine() throws -> [String] {
        let file = folder.path + "/quarantine.csv"
        try reader.writeQuarantine(to: file)
        return try String(contentsOfFile: file, encoding: .utf8).replacing(folder.path + "/", with: "")
            .split(separator: "\n").dropFirst().map(String.init)
    }

    /// The findings of one check, as lines of text.
    func findings(_ check: String) -> [String] {
        report.findings.filter { $0.check == check }.map { finding in
            let places = finding.examples.map { example in
                "\((example.file as NSString).lastPathComponent):\(example.line)"
                    + (example.value.map { " '\($0)'" } ?? "")
            }
            return "\(finding.severity.rawValue) \(finding.table.rawValue)"
                + (finding.column.map { " \($0)" } ?? "") + " \(finding.count): "
                + finding.message.replacing(folder.path + "/", with: "")
                + (places.isEmpty ? "" : " [" + places.joined(separator: ", ") + "]")
        }
    }
}
