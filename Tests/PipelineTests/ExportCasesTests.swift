import Base
import Foundation
import Pipeline
import Ranking
import Sources
import TestSupport
import Testing
import Tuning

/// Tables as real exports look: each is read as what it means, or refused with what to do.
@Suite struct ExportCasesTests {
    /// What has to become of a company's tables.
    enum Right: Sendable {
        /// The list of the unchanged company, byte for byte.
        case same
        /// A list, and findings of these checks.
        case list(_ findings: [String])
        /// No list, and an error of this check whose message has these parts.
        case refused(_ check: String, _ parts: [String])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let right: Right
        var overrides: [String] = []
        /// The same tables with these settings give the unchanged list.
        var readWith: [String]?
        let change: @Sendable (inout ExportCompany) -> Void

        init(
            _ name: String, _ right: Right, overrides: [String] = [], readWith: [String]? = nil,
            _ change: @escaping @Sendable (inout ExportCompany) -> Void
        ) {
            testDescription = name
            self.right = right
            self.overrides = overrides
            self.readWith = readWith
            self.change = change
        }
    }

    /// The list of the unchanged company.
    static let unchanged: Result<Data, any Error> = Result {
        let folder = try ExportCompany().write()
        _ = try ExportCompany.run(in: folder)
        return try folder.read("prospect-output/results/list.csv")
    }

    @Test(arguments: datesAndTimes + usage + ids + namesAndWords + revenue + customers)
    func isRight(_ example: Case) throws {
        var company = ExportCompany()
        example.change(&company)
        let folder = try company.write()
        let list = "prospect-output/results/list.csv"
        switch example.right {
        case .same:
            _ = try ExportCompany.run(in: folder, example.overrides)
            #expect(try folder.read(list) == Self.unchanged.get())
        case .list(let checks):
            let outcome = try ExportCompany.run(in: folder, example.overrides)
            let findings = outcome.report?.findings ?? []
            #expect(Set(checks).isSubset(of: findings.map(\.check)))
            #expect(Set(findings.filter { $0.severity > .info }.map(\.check)).isSubset(of: checks))
            #expect(outcome.lists.primary?.reconciliation.listed ?? 0 > 0)
        case .refused(let check, let parts):
            let failed = try #require(
                #expect(throws: CheckFailed.self) { try ExportCompany.run(in: folder, example.overrides) })
            let errors = failed.report.errors.filter { $0.check == check }
            #expect(!errors.isEmpty, "\(failed.report.errors.map { "\($0.check): \($0.message)" })")
            let text = errors.map { error in
                error.message + error.examples.map { " line \($0.line) '\($0.value ?? "")'" }.joined()
            }.joined(separator: "\n")
            for part in parts { #expect(text.contains(part), "'\(part)' is not in: \(text)") }
            #expect(!FileManager.default.fileExists(atPath: folder.path + "/" + list))
        }
        if let settings = example.readWith {
            _ = try ExportCompany.run(in: folder, settings)
            #expect(try folder.read(list) == Self.unchanged.get())
        }
    }

    static func day(_ text: String) -> Day { Day(String(text.prefix(10)))! }

    static let datesAndTimes: [Case] = [
        Case("month first", .same) { company in
            company.change(\.customers, "CLOSEDATE") { text, _ in
                let (year, month, day) = day(text).civil
                return "\(month)/\(day)/\(year) 19:58"
            }
        },
        Case("day first", .same) { company in
            company.change(\.customers, "CLOSEDATE") { text, _ in
                let (year, month, day) = day(text).civil
                return "\(day).\(month).\(year)"
            }
        },
        Case("named months", .same) { company in
            let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            company.change(\.customers, "CLOSEDATE") { text, _ in
                let (year, month, day) = day(text).civil
                return "\(day < 10 ? "0" : "")\(day)-\(names[month - 1])-\(year)"
            }
        },
        Case("serial numbers of a spreadsheet", .same) { company in
            company.change(\.customers, "CLOSEDATE") { text, _ in "\(day(text) - Day("1899-12-30")!)" }
        },
        Case(
            "ambiguous dates", .refused("date-format", ["columns.date_format", "day-first", "month-first"])
        ) { company in
            company.change(\.customers, "CLOSEDATE") { _, index in "0\(index % 9 + 1)/0\(index % 7 + 1)/2024" }
        },
        Case("milliseconds since 1970", .same) { company in
            company.change(\.usage, "WHEN_TIMESTAMP") { text, _ in "\(Int(day(text).daysSinceEpoch) * 86_400_000)" }
        },
        Case("times with offsets", .same) { company in
            let times = [" 23:30:00+02", "T23:30:00Z", "T23:30:00.000+0000", "T01:30:00-08:00"]
            company.change(\.usage, "WHEN_TIMESTAMP") { text, index in text.prefix(10) + times[index % times.count] }
        },
        Case("instants are days of time_zone", .same, overrides: ["time_zone=Asia/Tokyo"]) { company in
            company.change(\.usage, "WHEN_TIMESTAMP") { text, _ in "\(day(text) - 1)T18:00:00Z" }
        },
    ]

    static let usage: [Case] = [
        Case("one stray day", .list(["stray-days"])) { company in
            var row = company.usage[0]
            row[0].text = "2015-01-01 00:00:00.000"
            company.usage.append(row)
        },
        Case("appended twice", .refused("doubled-days", ["there twice", "50.0%"])) { company in
            company.usage += company.usage
        },
        Case("the last week twice", .refused("doubled-days", ["2025-03-24 to 2025-03-30"])) { company in
            company.usage += company.usage.filter { day($0[0].text) > ExportCompany.end - 7 }
        },
        Case("a week missing", .list(["usage-gap"])) { company in
            company.usage.removeAll { (Day("2025-02-10")!...Day("2025-02-16")!).contains(day($0[0].text)) }
        },
        Case("the last week cut off", .list(["last-week-volume"])) { company in
            company.usage.removeAll { day($0[0].text) > ExportCompany.end - 4 }
        },
        Case("of customers after the close only", .refused("no-usage-before-close", ["None of "])) { company in
            let closes = Dictionary(
                uniqueKeysWithValues: company.customers.map {
                    (ExportCompany.text($0, "id"), day(ExportCompany.text($0, "CLOSEDATE")))
                })
            company.usage.removeAll { row in
                closes[ExportCompany.text(row, "id")].map { day(row[0].text) <= $0 } ?? false
            }
        },
    ]

    static let ids: [Case] = [
        Case("leading zeros lost in usage", .refused("id-form", ["columns.id_form", "number"])) { company in
            company.ids([\.customers, \.free]) { id, _ in "00" + id }
        },
        Case(
            "customers with decimals", .refused("id-form", ["columns.id_form", "number"]),
            readWith: ["columns.id_form=number"]
        ) {
            $0.ids([\.customers]) { id, _ in id + ".0" }
        },
        Case("other case and blanks", .refused("id-form", ["columns.id_form", "caseless"])) { company in
            company.ids([\.customers, \.free]) { id, _ in "Acct-" + id }
            company.ids([\.usage]) { id, index in (index % 2 == 0 ? " Acct-" : "ACCT-") + id }
        },
        Case("scientific, with the digits gone", .refused("id-form", ["as text"])) { company in
            company.ids([\.customers]) { id, _ in
                let digits = Array(id)
                return "\(digits[0]).\(String(digits[1...3]))E+15"
            }
            company.ids([\.free, \.usage]) { id, _ in id + "0000000000" }
        },
        Case("customers have the first ids", .list([])) { company in
            let all = (company.customers + company.free).map { ExportCompany.text($0, "id") }
            let numbers = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, "\($0 + 1)") })
            company.ids([\.customers, \.free, \.usage]) { id, _ in numbers[id]! }
        },
    ]

    static let namesAndWords: [Case] = [
        Case("names in other case, with blanks and underscores", .same) { company in
            let names = [
                "CLOSEDATE": "Close Date", "MRR": "mrr", "INDUSTRY": "Industry", "EMPLOYEE_RANGE": "Employee range",
                "ALEXA_RANK": "alexa-rank", "WHEN_TIMESTAMP": "When Timestamp", "id": "ID",
            ]
            for table in [\ExportCompany.customers, \.free, \.usage] {
                company[keyPath: table] = company[keyPath: table].map { row in
                    row.map { (names[$0.name] ?? $0.name, $0.text) }
                }
            }
        },
        Case("names of a CRM", .refused("missing-column", ["columns.id"])) { company in
            for table in [\ExportCompany.customers, \.free, \.usage] {
                company[keyPath: table] = company[keyPath: table].map { row in
                    row.map { ($0.name == "id" ? "Record ID" : $0.name, $0.text) }
                }
            }
        },
        Case("words for missing", .same) { company in
            let words = ["NULL", "#N/A", "None", "\\N", "n/a", "-"]
            for table in [\ExportCompany.customers, \.free] {
                company.change(table, "INDUSTRY") { text, index in text.isEmpty ? words[index % words.count] : text }
            }
        },
    ]

    static let revenue: [Case] = [
        Case("absent", .list(["no-revenue"])) { company in
            company.customers = company.customers.map { $0.filter { $0.name != "MRR" } }
        },
        Case("with signs", .same) { company in
            company.change(\.customers, "MRR") { text, _ in "$" + text }
        },
        Case("with a decimal comma", .same) { company in
            company.change(\.customers, "MRR") { text, _ in text.replacing(".", with: ",") + " €" }
        },
        Case("thousands that may be decimals", .refused("number-format", ["columns.number_format", "1,200"])) {
            company in
            company.change(\.customers, "MRR") { _, index in index == 0 ? "1,200" : "1,\(300 + index)" }
        },
        Case("absurd", .list(["absurd-revenue"])) { company in
            company.change(\.customers, "MRR") { text, index in index == 3 ? "1e12" : text }
        },
    ]

    static let customers: [Case] = [
        Case("none yet", .list(["no-customers-yet"])) { company in
            let gone = Set(company.customers.map { ExportCompany.text($0, "id") })
            company.usage.removeAll { gone.contains(ExportCompany.text($0, "id")) }
            company.customers = []
        },
        Case("all closed on one day", .list([])) { company in
            company.change(\.customers, "CLOSEDATE") { _, _ in "2025-01-15" }
        },
        Case("two rows each, the later one more complete", .same) { company in
            let again = company.customers.map { row in
                row.map { cell in cell.name == "CLOSEDATE" ? (cell.name, "\(day(cell.text) + 2)") : cell }
            }
            company.change(\.customers, "INDUSTRY") { _, _ in "" }
            company.customers += again
        },
        Case("appended twice", .refused("set-aside", ["duplicate id"])) { company in
            company.customers += company.customers
        },
        Case("returned later", .list(["returning-customer"])) { company in
            company.customers += company.customers.prefix(5).map { row in
                var row = row
                row[0].text = "\(day(row[0].text) + 2)"
                return row
            }
        },
        Case("20 weeks of history", .list(["unknown-portal"])) { company in
            let first = ExportCompany.end - 139
            company.usage.removeAll { day($0[0].text) < first }
            company.customers.removeAll { day(ExportCompany.text($0, "CLOSEDATE")) < first + 11 }
        },
        Case("a footer", .refused("malformed-row", ["line 47", "line 49"])) {
            $0.rewrite = { $0 + "\"Grand Totals (45 records)\",\"28,411.20\"\n\n\"Confidential\"\n" }
        },
        Case(
            "a title", .refused("no-header", ["line 4", "header_line"]),
            readWith: ["sources.customers={file: customers.csv, header_line: 4}"]
        ) {
            $0.rewrite = { "Customers report,,,,,\nExported 2025-03-30,,,,,\n,,,,,\n" + $0 }
        },
    ]
}
