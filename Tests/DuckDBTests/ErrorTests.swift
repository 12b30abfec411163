import Base
import DuckDB
import Foundation
import TestSupport
import Testing

/// What fails says what it is, and leaves the connection usable.
@Suite struct ErrorTests {
    @Test(arguments: [
        ("SELECT", "Parser Error"), ("SELECT * FROM nowhere", "Catalog Error"), ("SELECT nothing", "Binder Error"),
        ("SELECT 'x'::INTEGER", "Conversion Error"), ("SELECT error('what is wrong')", "what is wrong"),
        ("SELECT 1; SELECT 'x'::INTEGER; SELECT 2", "Conversion Error"), ("", "There is no statement."),
        (" -- nothing\n", "There is no statement."), ("SELECT * FROM read_csv('/nowhere/x.csv')", "/nowhere/x.csv"),
        ("SELECT i FROM range(100000) AS t(i) WHERE i = 99999 AND error('late') IS NULL", "late"),
    ])
    func statements(sql: String, message: String) throws {
        let connection = try Database.open().connect()
        let error = #expect(throws: DuckDBError.self) { try connection.execute(SQL(unsafe: sql)) }
        #expect(error?.problem.contains(message) == true, "\(String(describing: error))")
        #expect(error?.isInterruption == false && error?.isOutOfMemory == false && error?.exitCode == .failure)
        #expect(try connection.row("SELECT 7") { $0.int(0) } == 7)
    }

    /// Errors are told apart by their kind, wherever in a statement's life they come up.
    @Test(
        arguments: [
            ("SELECT", .parser), ("SELECT * FROM nowhere", .catalog), ("SELECT nothing", .binder),
            ("SELECT 'x'::INTEGER", .conversion), ("SELECT i::UTINYINT FROM range(300) AS t(i)", .conversion),
            ("SELECT error('what is wrong')", .invalidInput), ("SELECT * FROM read_csv('/nowhere/x.csv')", .io),
            ("SELECT 9223372036854775807 + 1::BIGINT", .outOfRange),
            ("CREATE TABLE t (x INTEGER NOT NULL); INSERT INTO t VALUES (NULL)", .constraint), ("", .other),
            ("SELECT error('Binder Error: not one')", .invalidInput), ("COMMIT", .transaction),
        ] as [(String, DuckDBError.Kind)])
    func kinds(sql: String, kind: DuckDBError.Kind) throws {
        let connection = try Database.open().connect()
        let error = #expect(throws: DuckDBError.self) { try connection.execute(SQL(unsafe: sql)) }
        #expect(error?.kind == kind, "\(String(describing: error))")
        #expect(error?.message.contains(" Error: ") == error?.problem.contains("Binder Error: not one"))
    }

    @Test func anEmptyResultHasNoFirstRow() throws {
        let connection = try Database.open().connect()
        let error = #expect(throws: DuckDBError.self) { try connection.row("SELECT 1 WHERE false") { $0.int(0) } }
        #expect(error?.problem == "The query has no rows.")
    }

    @Test func aDatabaseThatCannotBeOpened() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("not-a-database.duckdb", String(repeating: "This is a text. ", count: 1000))
        for path in [file, "\(folder.path)/missing/x.duckdb"] {
            let error = #expect(throws: DuckDBError.self) { try Database.open(path: path) }
            #expect(error?.problem.hasPrefix("Cannot open the DuckDB database '\(path)': ") == true)
        }
        let setting = #expect(throws: DuckDBError.self) { try Database.open(settings: ["no_such_setting": "1"]) }
        #expect(setting?.problem.contains("no_such_setting") == true)
        #expect(throws: DuckDBError.self) { try Database.open(settings: ["threads": "many"]) }
    }

    @Test func tooLittleMemory() throws {
        let connection = try Database.open(
            settings: ["memory_limit": "20MB", "temp_directory": "", "threads": "1"]
        ).connect()
        let error = #expect(throws: DuckDBError.self) {
            try connection.execute(
                "CREATE TABLE big AS SELECT md5(i::VARCHAR) AS x FROM range(2000000) AS t(i) ORDER BY x")
        }
        #expect(error?.isOutOfMemory == true && error?.isInterruption == false, "\(String(describing: error))")
        #expect(try connection.row("SELECT 7") { $0.int(0) } == 7)
    }

    /// A file stays what it was where a statement in it fails.
    @Test func aFileKeepsItsRows() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/kept.duckdb"
        do {
            let connection = try Database.open(path: path).connect()
            try connection.execute("CREATE TABLE t AS SELECT i FROM range(1000) AS t(i)")
            #expect(throws: DuckDBError.self) { try connection.execute("INSERT INTO t SELECT error('no')") }
        }
        let rows = try Database.open(path: path).connect().row("SELECT count(*) FROM t") { $0.int(0) }
        #expect(rows == 1000)
    }
}
