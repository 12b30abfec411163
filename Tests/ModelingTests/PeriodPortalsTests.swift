import Arrow
import DuckDB
import Snapshots
import TestSupport
import Testing

@testable import Modeling

/// A period read at once is what its Sundays are one by one.
@Suite struct PeriodPortalsTests {
    @Test(arguments: [1, 3])
    func theSundaysAreThoseOfSingleQueries(_ oneIn: Int) throws {
        let company = try ModelingCompany()
        let period = SnapshotPeriod(first: ModelingCompany.sunday(20), last: ModelingCompany.sunday(40))
        let rows = try company.rows(learnedOn: company.split.train)
        let portals = try PeriodPortals(rows, period: period, oneIn: oneIn, connection: company.connection)
        let names = rows.features.features.map(\.name) + [SnapshotRows.baseline]
        let columns = try names.map { try portals.table.doubles(portals.table.index(of: $0)!) }
        // NaN is not equal to itself.
        let folds = portals.folds(
            scores: Dictionary(uniqueKeysWithValues: zip(names, columns.map { $0.map { $0.isNaN ? -1e300 : $0 } })),
            probabilities: [:])
        #expect(folds.map(\.sunday) == period.sundays)
        var converted = 0
        for fold in folds {
            let single = try company.table(rows.portals(on: fold.sunday, oneIn: oneIn))
            func column(_ name: String) throws -> [Double] { try single.doubles(single.index(of: name)!) }
            #expect(try fold.keys == column(SnapshotRows.key).map { UInt64($0) })
            #expect(try fold.converted == column(SnapshotRows.label).map { $0 == 1 })
            #expect(try fold.countedRevenue == column(SnapshotRows.revenue).map { $0 > 0 ? $0 : 0 })
            #expect(try (fold.copies ?? fold.keys.map { _ in 1 }) == column(SnapshotRows.copies).map { Float($0) })
            for name in names {
                #expect(try fold.scores[name] == column(name).map { $0.isNaN ? -1e300 : $0 }, "\(name)")
            }
            converted += fold.converted.count { $0 }
        }
        #expect(converted > 20)
        // Portals without usage are read once.
        #expect(portals.table.rowCount < folds.reduce(0) { $0 + $1.keys.count })
        if oneIn == 1 {
            #expect(
                try company.connection.row(SQL(unsafe: rows.count(period))) { $0.int(0)! }
                    == folds.reduce(0) { $0 + $1.keys.count })
        }
    }
}
