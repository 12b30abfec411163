import Arrow
import DuckDB
import Testing

@testable import Modeling

/// The top of the list is that of each Sunday's own list.
@Suite struct JudgedRowsTests {
    /// Two Sundays of 300 and 150 portals; on the second all scores are higher, so that a pooled list would hold it
    /// alone.
    @Test func precisionIsTheMeanOfTheSundays() throws {
        let rows = (0..<450).map { row -> (sunday: Int, score: Double, label: Bool) in
            let sunday = row < 300 ? 0 : 1
            return (sunday, Double(sunday) + Double((row * 7919) % 450) / 1000, row % (sunday == 0 ? 9 : 50) == 0)
        }
        let judged = try JudgedRows(JudgedTable.table(rows.map { ($0.sunday, $0.label, 1.0) }))
        let evaluation = judged.evaluate(rows.map(\.score), isProbability: false)
        let positives = rows.count { $0.label }
        #expect((judged.rowCount, judged.positives) == (450, positives))
        for (label, cuts) in [("10", [10, 10]), ("50", [50, 50]), ("100", [100, 100]), ("1%", [3, 2])] {
            let hits = [0, 1].map { sunday in
                rows.filter { $0.sunday == sunday }.sorted { $0.score > $1.score }.prefix(cuts[sunday]).count {
                    $0.label
                }
            }
            let precision = (Double(hits[0]) / Double(cuts[0]) + Double(hits[1]) / Double(cuts[1])) / 2
            let top = try #require(evaluation.at(label))
            #expect(abs(top.precision - precision) < 1e-12)
            #expect(abs(top.k - Double(cuts[0] + cuts[1]) / 2) < 1e-12)
            #expect(abs(try #require(top.recall) - Double(hits[0] + hits[1]) / Double(positives)) < 1e-12)
            #expect(abs(try #require(top.lift) - precision / (Double(positives) / 450)) < 1e-12)
        }
        let pooled = Evaluation.measure(
            labels: rows.map(\.label), scores: rows.map(\.score), isProbability: false)
        #expect(evaluation.rocAUC == pooled.rocAUC && evaluation.averagePrecision == pooled.averagePrecision)
        #expect(evaluation.at("50")?.precision != pooled.at("50")?.precision)
    }

    /// A weight is that many portals on that Sunday.
    @Test func weightsCount() throws {
        let rows: [(sunday: Int, label: Bool, weight: Double)] = [
            (0, true, 2), (0, false, 30), (1, true, 1), (1, false, 11),
        ]
        let scores = [0.9, 0.5, 0.2, 0.4]
        let evaluation = try JudgedRows(JudgedTable.table(rows)).evaluate(scores, isProbability: true)
        let repeated = rows.indices.flatMap { row in Array(repeating: row, count: Int(rows[row].weight)) }
        let plain = try JudgedRows(JudgedTable.table(repeated.map { (rows[$0].sunday, rows[$0].label, 1) }))
            .evaluate(repeated.map { scores[$0] }, isProbability: true)
        #expect(evaluation.atK == plain.atK)
        #expect(evaluation.at("10")?.precision == 0.1)
        #expect(evaluation.rocAUC == plain.rocAUC)
    }
}

/// The rows of a period to judge on, as a query would deliver them.
enum JudgedTable {
    static func table(_ rows: [(sunday: Int, label: Bool, weight: Double)]) throws -> ArrowTable {
        let values = rows.map { "(\($0.sunday * 7), \($0.label ? 1 : 0), \($0.weight), 0)" }.joined(separator: ", ")
        let names = [SnapshotRows.sunday, SnapshotRows.label, SnapshotRows.weight, SnapshotRows.baseline]
        return try ArrowTable.read(
            Database.open().connect().arrowStream(
                SQL(
                    unsafe: "SELECT \(names.map { "\($0)::DOUBLE AS \($0)" }.joined(separator: ", ")) "
                        + "FROM (VALUES \(values)) v(\(names.joined(separator: ", ")))")))
    }
}
