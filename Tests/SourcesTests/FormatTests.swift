import DuckDB
import Foundation
import Sources
import TestSupport
import Testing

/// The same company in every format gives the same tables.
@Suite struct FormatTests {
    struct Format: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let write: @Sendable (SmallCompany) throws -> Void

        init(_ name: String, _ write: @escaping @Sendable (SmallCompany) throws -> Void) {
            testDescription = name
            self.write = write
        }
    }

    static let typed: @Sendable (SourceName) -> String = { table in
        switch table {
        case .customers: "* REPLACE (id::BIGINT AS id, CLOSEDATE::DATE AS CLOSEDATE, MRR::DOUBLE AS MRR)"
        case .noncustomers: "* REPLACE (id::BIGINT AS id, ALEXA_RANK::BIGINT AS ALEXA_RANK)"
        case .usage:
            "* REPLACE (id::INTEGER AS id, WHEN_TIMESTAMP::TIMESTAMP AS WHEN_TIMESTAMP, A::DOUBLE AS A, B::BIGINT AS B)"
        }
    }

    @Test(arguments: [
        Format("gzip") { try $0.copy(as: "csv.gz", "FORMAT csv, HEADER, COMPRESSION gzip") },
        Format("gzip of two pieces") { company in
            try company.copy(as: "head.csv.gz", "FORMAT csv, HEADER, COMPRESSION gzip", rows: 0)
            try company.copy(as: "rows.csv.gz", "FORMAT csv, HEADER false, COMPRESSION gzip")
            for table in SourceName.allCases {
                let pieces = try ["head", "rows"].map { try company.folder.read("\(table.rawValue).\($0).csv.gz") }
                try company.write(table, pieces[0] + pieces[1], as: "\(table.rawValue).csv.gz")
            }
        },
        Format("Zstandard") { try $0.copy(as: "csv.zst", "FORMAT csv, HEADER, COMPRESSION zstd") },
        Format("tab") { try $0.copy(as: "tsv", "FORMAT csv, HEADER, DELIMITER '\t'") },
        Format("semicolon") { try $0.copy(as: "csv.semicolon.csv", "FORMAT csv, HEADER, DELIMITER ';'") },
        Format("all quoted") { try $0.copy(as: "quoted.csv", "FORMAT csv, HEADER, FORCE_QUOTE *") },
        Format("CRLF") { try $0.rewrite { Data($0.replacing("\n", with: "\r\n").utf8) } },
        Format("BOM") { try $0.rewrite { Data([0xEF, 0xBB, 0xBF]) + Data($0.utf8) } },
        Format("BOM, CRLF, blank lines") {
            try $0.rewrite { Data([0xEF, 0xBB, 0xBF]) + Data($0.replacing("\n", with: "\r\n\r\n").utf8) }
        },
        Format("no line break at the end") { try $0.rewrite { Data($0.dropLast().utf8) } },
        Format("spaces around ids") {
            try $0.rewrite { Data($0.replacing("\n10", with: "\n 10").replacing("101,", with: "101 ,").utf8) }
        },
        Format("other order of columns, and more of them") {
            try $0.copy(as: "wide.csv", "FORMAT csv, HEADER") { _ in "'a' AS extra, * EXCLUDE id, 'x' AS \"Extra \", id"
            }
        },
        Format("Parquet of text") { try $0.copy(as: "parquet", "FORMAT parquet") },
        Format("Parquet of types") { try $0.copy(as: "parquet", "FORMAT parquet", select: typed) },
        Format("JSON Lines of text") { try $0.copy(as: "jsonl", "FORMAT json") },
        Format("JSON Lines of types") { try $0.copy(as: "ndjson", "FORMAT json", select: typed) },
        Format("JSON Lines, compressed") { try $0.copy(as: "jsonl.gz", "FORMAT json, COMPRESSION gzip") },
        Format("a folder of part files") { company in
            let lines = SmallCompany.usage.split(separator: "\n").map(String.init)
            for (name, rows) in [("part-0", lines[1...2]), ("part-1", lines[3...3]), ("part-10", lines[4...6])] {
                try company.folder.write("usage/\(name).csv", ([lines[0]] + rows).joined(separator: "\n") + "\n")
            }
            try company.folder.write("usage/part-2.csv", "")
            try company.folder.write("usage/part-3.csv", lines[0] + "\n")
            for hidden in ["_SUCCESS", ".part-0.csv.crc", "_temporary/part-9.csv", ".hidden/part-8.csv"] {
                try company.folder.write("usage/" + hidden, "not a table")
            }
            company.locate(.usage, company.folder.path + "/usage")
        },
        Format("a glob; parts with columns in another order") { company in
            try company.folder.write(
                "u-1.csv",
                "id,WHEN_TIMESTAMP,A,B,U\n101,2020-01-06,5,0,1\n102,2020-01-06,12,3,2\n103,2020-01-13,0,0,0\n")
            try company.folder.write(
                "u-2.csv",
                "U;B;A;more;WHEN_TIMESTAMP;id\n1;;7;;2020-01-13;104\n1;4294967295;1;;2020-01-20;105\n1;2;2;;2020-01-20;103\n"
            )
            company.locate(.usage, company.folder.path + "/u-*.csv")
        },
        Format("a query") { company in
            let connection = try Database.open(path: company.folder.path + "/w.duckdb").connect()
            for table in SourceName.allCases {
                try connection.execute(
                    """
                    CREATE TABLE \(unsafe: table.rawValue) AS
                    SELECT \(unsafe: typed(table)) FROM read_csv('\(unsafe: company.folder.path)/\(unsafe: table.rawValue).csv', all_varchar = true)
                    """)
                company.locate(
                    table,
                    .query(
                        database: company.folder.path + "/w.duckdb",
                        sql: "SELECT * FROM \(table.rawValue) ; \n-- all of them"))
            }
            try connection.execute("CHECKPOINT")
        },
    ])
    func givesTheSameTables(_ format: Format) throws {
        let plain = try SmallCompany()
        let expected = try plain.read().rows()
        #expect(expected.count == 11)
        let company = try SmallCompany()
        try format.write(company)
        let read = try company.read()
        #expect(try read.rows() == expected)
        #expect(read.report.findings.map(\.check) == ["zero-rows"])
    }

    @Test(arguments: [
        ["00101", "00102", "00103", "00104", "00105"],
        [
            "4b1d7a5e-0f5b-4a3e-9f7d-000000000101", "4b1d7a5e-0f5b-4a3e-9f7d-000000000102",
            "4b1d7a5e-0f5b-4a3e-9f7d-000000000103", "x", "y",
        ],
        ["Müller", "naïve co", "株式会社", "🙂", "\"a, b\""],
        ["1", "2", "0003", "4", "99999999999999999999"],
    ])
    func idsAreTexts(_ ids: [String]) throws {
        let company = try SmallCompany()
        func renamed(_ text: String) -> Data {
            var text = text
            for (index, id) in ids.enumerated() { text = text.replacing("\n10\(index + 1),", with: "\n\(id),") }
            return Data(text.utf8)
        }
        try company.rewrite(renamed)
        let read = try company.read()
        #expect(read.report.errors == [])
        #expect(read.tables?.usageRows == 6)
        let known = try read.connection.rows("SELECT id FROM portals ORDER BY id") { $0.string(0)! }
        #expect(
            known
                == ids.map { $0.replacing("\"", with: "") }.sorted {
                    Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
                })
    }

    @Test func valuesWithLineBreaksStayWhole() throws {
        let company = try SmallCompany()
        try company.write(
            .noncustomers,
            "id,ALEXA_RANK,EMPLOYEE_RANGE,INDUSTRY\n103,1,2 to 5,\"a\n\"\"b\"\"\n\"\n104,1,2 to 5,c\n")
        let read = try company.read()
        let industries = try read.connection.rows("SELECT INDUSTRY::VARCHAR FROM portals ORDER BY id") { $0.string(0) }
        #expect(industries == [nil, "SOFTWARE", "a\n\"b\"\n", "c"])
    }
}
