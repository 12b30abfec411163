import Foundation
import SampleCompany
import TestSupport

extension TestCompany {
    /// Settings with which a company of a few hundred portals is audited in a moment.
    static let auditSettings = [
        "lightgbm.num_iterations=20", "split.validation=4", "split.test=8", "features=basic",
    ]

    /// One with enough conversions to judge by.
    static func audited() throws -> TestCompany { try TestCompany(portals: 2_500, weeks: 40, seed: 3) }

    /// Every portal gets another id.
    func rename(_ name: (_ isCustomer: Bool, _ number: Int) -> String) throws {
        var names: [Substring: String] = [:]
        for (table, isCustomer) in [("customers.csv", true), ("noncustomers.csv", false)] {
            for (number, row) in try rows(table).rows.enumerated() {
                names[Self.id(row)[...]] = name(isCustomer, number)
            }
        }
        for table in Self.tables {
            try rewrite(table) { rows in
                rows = rows.map { row in
                    let id = Self.id(row)
                    return row.dropLast(id.count) + names[id[...]]!
                }
            }
        }
    }

    /// Adds a column to both portal tables.
    func addColumn(_ name: String, _ value: (_ isCustomer: Bool, _ row: String) -> String) throws {
        for (table, isCustomer) in [("customers.csv", true), ("noncustomers.csv", false)] {
            let (header, rows) = try rows(table)
            let lines = ["\(name),\(header)"] + rows.map { "\(value(isCustomer, $0)),\($0)" }
            try folder.write(table, lines.joined(separator: "\n") + "\n")
        }
    }

    /// Usage rows of each customer after its close date, by id.
    func usageAfterTheSale() throws -> [String: Int] {
        let customers = try rows("customers.csv")
        let date = customers.header.split(separator: ",").firstIndex(of: "CLOSEDATE")!
        let closes = Dictionary(
            uniqueKeysWithValues: customers.rows.map { row in
                (Self.id(row), String(row.split(separator: ",", omittingEmptySubsequences: false)[date]))
            })
        var counts: [String: Int] = [:]
        for row in try rows("usage_actions.csv").rows {
            if let close = closes[Self.id(row)], row.prefix(10) > close[...] { counts[Self.id(row), default: 0] += 1 }
        }
        return counts
    }

    static func id(_ row: String) -> String { String(row.split(separator: ",").last!) }
}
