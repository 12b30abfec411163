import DuckDB
import Foundation
import TestSupport
import Testing

@testable import Sources

/// Files that are something else than their name: read by what they are, or named for it.
@Suite struct FileContentTests {
    @Test func packedFilesUnderAnotherName() throws {
        let expected = try SmallCompany().read().rows()
        for (suffix, options) in [
            ("csv.gz", "FORMAT csv, HEADER, COMPRESSION gzip"), ("csv.zst", "FORMAT csv, HEADER, COMPRESSION zstd"),
            ("parquet", "FORMAT parquet"),
        ] {
            let company = try SmallCompany()
            try company.copy(as: suffix, options)
            for table in SourceName.allCases {
                try company.write(
                    table, company.folder.read("\(table.rawValue).\(suffix)"), as: "\(table.rawValue).packed.csv")
            }
            #expect(try company.read().rows() == expected)
        }
    }

    @Test func paddingIsNamed() throws {
        let company = try SmallCompany()
        try company.copy(as: "csv.gz", "FORMAT csv, HEADER, COMPRESSION gzip")
        try company.write(.usage, company.folder.read("usage.csv.gz") + Data(count: 512), as: "padded.csv.gz")
        #expect(
            try company.read().findings("malformed-file").first?.contains(
                "ends with zeros that belong to no part of it") == true)
    }

    @Test(
        arguments: [
            ([0x50, 0x4B, 0x03, 0x04] + Array("..usage.csv".utf8), "a zip archive"),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Excel workbook (.xls)"),
            (Array("\n<!DOCTYPE html><html>".utf8), "a page of HTML or XML"),
            (Array("%PDF-1.7".utf8), "a PDF document"),
            (Array("SQLite format 3\0".utf8), "a SQLite database"), (Array("12345678DUCK".utf8), "a DuckDB database"),
            (Array("BZh91AY".utf8), "compressed with bzip2"), (Array("ARROW1\0\0".utf8), "an Arrow file"),
        ] as [([UInt8], String)])
    func otherKindsAreNamed(bytes: [UInt8], kind: String) throws {
        let company = try SmallCompany()
        try company.write(.usage, Data(bytes))
        let finding = try #require(try company.read().findings("not-a-table").first)
        #expect(finding.contains("The file 'usage.csv' is not a table but \(kind). "))
    }

    @Test func databasesOfOtherKinds() throws {
        let company = try SmallCompany()
        for (bytes, told) in [
            (Array("SQLite format 3\0".utf8), "is not a DuckDB database but a SQLite database"),
            (
                Array(repeating: 0, count: 8) + Array("DUCK".utf8) + [200] + Array(repeating: 0, count: 8_000),
                "a newer DuckDB"
            ),
        ] as [([UInt8], String)] {
            let file = try company.folder.write("w.duckdb", Data(bytes))
            company.locate(.usage, .query(database: file, sql: "FROM usage"))
            #expect(try company.read().report.errors.first?.message.contains(told) == true)
        }
    }

    @Test func aTitleAboveTheHeader() throws {
        let expected = try SmallCompany().read().rows()
        let company = try SmallCompany()
        try company.write(.customers, "Customers report,,,,,\n\nExported 2024-02-25\n" + SmallCompany.customers)
        let path = company.folder.path + "/customers.csv"
        #expect(
            try company.read().findings("no-header") == [
                "error customers 0: The first line of 'customers.csv' does not name the columns; line 4 seems to. Set "
                    + "sources.customers to {file: customers.csv, header_line: 4}."
            ])
        company.locate(.customers, .file(path, headerLine: 4, sheet: nil))
        #expect(try company.read().rows() == expected)
    }

    /// Lines in findings are those of the file.
    @Test func linesBelowATitle() throws {
        let company = try SmallCompany()
        company.configuration.checks.tolerance = 1
        try company.write(
            .customers, "Report\n\n" + SmallCompany.customers + "\n201,soon,1,,,\n202,2020-01-01\n,2020-01-01,1,,,\n")
        company.locate(.customers, .file(company.folder.path + "/customers.csv", headerLine: 3, sheet: nil))
        let read = try company.read()
        #expect(read.report.findings.flatMap(\.examples).map(\.line).sorted() == [7, 8, 9])
        try company.write(.usage, "Report\n\n" + SmallCompany.usage + "101,soon,1,1,1\n")
        company.locate(.usage, .file(company.folder.path + "/usage.csv", headerLine: 3, sheet: nil))
        #expect(try company.read().findings("unparsable-value").contains { $0.contains("usage.csv:10 'soon'") })
    }

    @Test func aFooterIsNamedByItsLines() throws {
        let company = try SmallCompany()
        try company.write(.customers, SmallCompany.customers + "\"Grand Totals\",\"2\"\n\n\"Confidential\"\n")
        let finding = try #require(try company.read().findings("malformed-row").first)
        #expect(finding.hasPrefix("error customers 2:"))
        #expect(finding.contains("customers.csv:4 '2 fields instead of 6', customers.csv:6 '1 field instead of 6'"))
        #expect(finding.contains("Remove lines that are not rows of the table"))
    }

    /// Excel files keep dates as dates; the first sheet is read unless another is named.
    @Test func excelWorkbooks() throws {
        let expected = try SmallCompany().read().rows()
        let company = try SmallCompany()
        let connection = try Database.open().connect()
        try connection.load(.excel, from: nil)
        for table in SourceName.allCases {
            let plain = "\(company.folder.path)/\(table.rawValue).csv"
            let path = "\(company.folder.path)/\(table.rawValue).xlsx"
            try connection.execute(
                """
                COPY (SELECT \(unsafe: FormatTests.typed(table)) FROM read_csv('\(unsafe: plain)', all_varchar = true))
                TO '\(unsafe: path)' (FORMAT xlsx, HEADER true, SHEET 'Data')
                """)
            company.locate(table, path)
        }
        #expect(try company.read().rows() == expected)
        company.locate(.usage, .file(company.folder.path + "/usage.xlsx", headerLine: 1, sheet: "Data"))
        #expect(try company.read().rows() == expected)
        company.locate(.usage, .file(company.folder.path + "/usage.xlsx", headerLine: 1, sheet: "Other"))
        #expect(try company.read().findings("no-sheet").first?.contains("has no sheet 'Other'") == true)
    }
}
