import Base
import DuckDB
import Foundation
import Snapshots
import Sources
import TestSupport
import Testing

@testable import Modeling

/// What features may be made of, and that they are the same when a model is used.
@Suite struct FeatureSetTests {
    /// Every name in every expression is a function, a usage column or a firmographic: no id, no date, no outcome.
    @Test(arguments: FeatureSetName.allCases)
    func expressionsReadFeaturesOnly(set: FeatureSetName) throws {
        var snapshots = try ModelingCompany().snapshots
        snapshots.featureSet = set
        let features = FeatureSet(snapshots, firmographics: true).features
        let words: Set = [
            "ln", "greatest", "CASE", "WHEN", "THEN", "ELSE", "END", "DOUBLE", "INTEGER", "coalesce", "least", "IS",
            "NOT",
            "NULL", "AND",
        ]
        let allowed = Set(snapshots.usageColumns + snapshots.nullableColumns)
            .union(["EMPLOYEES_VALUE", "INDUSTRY"]).union(words)
        let forbidden: Set = [
            "ID", snapshots.idColumn, "DATE", "CLOSEDATE", "LABEL_CONVERT_30D", "MATURED", "FIRST_DATE", "LAST_DATE",
            "MRR", "PORTAL", "CREATED",
        ]
        #expect(allowed.isDisjoint(with: forbidden))
        #expect(features.count > 20)
        for feature in features {
            let names = feature.expression.matches(of: /[A-Za-z_][A-Za-z0-9_]*/).map { String($0.output) }
            #expect(!names.isEmpty)
            for name in names {
                #expect(allowed.contains(name), "\(feature.name) reads \(name)")
                #expect(!forbidden.contains(name.uppercased()), "\(feature.name) reads \(name)")
            }
        }
        #expect(Set(features.map(\.name)).count == features.count)
        #expect(
            FeatureSet(snapshots, firmographics: false).features
                == features.filter { !$0.expression.contains("IND") && !$0.expression.contains("EMPL") })
    }

    /// What happens after a Sunday is no part of a feature: not of those on the run's day, nor on any before it.
    @Test func closeDatesAfterTheSundayChangeNoFeature() throws {
        let sunday = ModelingCompany.sunday(30)
        func moved(_ portals: inout [TableCompany.Portal]) {
            for index in portals.indices where portals[index].close.map({ $0 > sunday }) ?? true {
                portals[index].close = index % 3 == 0 ? nil : sunday + 1 + index % 60
            }
        }
        func values(_ company: ModelingCompany, _ sql: (SnapshotRows) -> String) throws -> [String] {
            let rows = try company.rows(
                learnedOn: .init(first: ModelingCompany.sunday(0), last: ModelingCompany.sunday(19)))
            let hidden = [
                SnapshotRows.label, SnapshotRows.baseline, SnapshotRows.recency, SnapshotRows.key, SnapshotRows.revenue,
                SnapshotRows.copies,
            ]
            return try company.connection.rows(
                """
                SELECT r::VARCHAR FROM (SELECT COLUMNS(c -> c NOT IN (\(unsafe: hidden.map(SQL.literal).joined(separator: ", "))))
                FROM (\(unsafe: sql(rows)))) r
                """
            ) { $0.string(0)! }
        }
        let onTheDay = try values(ModelingCompany(asOf: sunday)) { $0.scoring() }
        #expect(onTheDay.count > 100)
        #expect(try values(ModelingCompany(asOf: sunday, change: moved)) { $0.scoring() } == onTheDay)
        #expect(try values(ModelingCompany(change: moved)) { $0.portals(on: sunday) } == onTheDay)
        #expect(try values(ModelingCompany()) { $0.portals(on: sunday) } == onTheDay)
    }

    @Test func differencesAreNamed() throws {
        let features = FeatureSet(try ModelingCompany().snapshots, firmographics: true)
        let stored = features.features
        func problem(_ change: (inout [TrainedModel.Feature]) -> Void) throws -> String {
            var other = stored
            change(&other)
            return try #require(throws: ModelingError.self) { try features.requireSame(as: other) }.problem
        }
        try features.requireSame(as: stored)
        #expect(try problem { $0[2].name = "OTHER" }.contains("the data does not have OTHER"))
        #expect(try problem { $0.remove(at: 3) }.contains("the model does not know \(stored[3].name)"))
        #expect(try problem { $0[4].expression += " + 1" }.contains("\(stored[4].name) is defined differently"))
        #expect(try problem { $0[4].direction = 7 }.contains("\(stored[4].name) is defined differently"))
        #expect(try problem { $0.swapAt(0, 1) }.contains("in a different order"))
        #expect(try problem { $0.removeLast(8) }.contains("and 3 more"))
        #expect(try problem { $0 = [] }.contains("the model does not know"))
    }

    /// Names that a library refuses, and a name that a total of ours has already.
    @Test func namesAreLearnableAndDifferent() throws {
        var snapshots = try ModelingCompany().snapshots
        snapshots.actions = ["TOTAL_ACTIONS", "E-mails, \"sent\" [all]"]
        snapshots.firmographics.append(.init(Firmographic(column: "In der Branche: ja", kind: .category)))
        let features = FeatureSet(snapshots, firmographics: true).features
        #expect(Set(features.map { $0.name.lowercased() }).count == features.count)
        #expect(features.allSatisfy { !$0.name.contains { $0.isWhitespace || "[]{}\",:<".contains($0) } })
        #expect(features.contains { $0.name == "E-mails___sent___all__7D_LOG1P" })
        #expect(features.filter { $0.name.hasPrefix("TOTAL_ACTIONS_7D_LOG1P") }.count == 2)
        #expect(features.last?.expression == "\"In der Branche: ja\"" && features.last?.name == "In_der_Branche__ja")
    }
}
