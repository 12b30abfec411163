internal import Arrow
internal import Boosting
internal import DuckDB

/// The scores of the free portals, made as they are read: id, each model's listed and raw probability, and the expected
/// monthly revenue.
///
/// Of what has been read it keeps the listed probabilities and the revenue, which the list's promise is made from.
final class ScoredPortals: RowSource {
    let columns: [(name: String, type: ColumnType)]
    /// nil once all has been read.
    private var batches: RowBatches?
    private let members: MemberScores
    private let calibrations: [Calibration]
    private let revenue: RevenueScorer?

    /// By model, in the order of `names`.
    private(set) var listed: [[Double]]
    /// nil without a revenue model.
    private(set) var monthly: [Double]?
    /// Why reading ended before its end.
    private(set) var failure: (any Error)?

    /// The part that is being read: ids, and the numbers by column.
    private var ids: [String?] = []
    private var numbers: [[Double]] = []
    private var next = 0

    var names: [ModelName] { members.names }

    init(_ batches: RowBatches, members: MemberScores, calibrations: CalibrationReport?, revenue: RevenueScorer?) {
        let names = members.names
        self.batches = batches
        self.members = members
        self.revenue = revenue
        self.calibrations = names.map { calibrations?.of($0)?.calibration ?? .none }
        columns =
            [("id", .varchar)] + (names.map(\.scoreColumn) + names.map(\.rawScoreColumn)).map { ($0, .double) }
            + (revenue == nil ? [] : [(Scorer.monthlyRevenue, .double)])
        listed = names.map { _ in [] }
        monthly = revenue.map { _ in [] }
    }

    func fill(_ chunk: OutputChunk) throws -> Int {
        if next == ids.count {
            do {
                guard try readOn() else { return 0 }
            } catch {
                failure = error
                throw error
            }
        }
        let count = min(chunk.capacity, ids.count - next)
        for row in 0..<count {
            if let id = ids[next + row] { chunk.setString(0, row, id) } else { chunk.setNull(0, row) }
        }
        for (index, values) in numbers.enumerated() {
            let target = chunk.column(index + 1, as: Double.self)
            for row in 0..<count { target[row] = values[next + row] }
        }
        next += count
        return count
    }

    /// Lets go of the query, and so of its connection.
    func close() { batches = nil }

    /// Scores the next part; false where there is none.
    private func readOn() throws -> Bool {
        guard let table = try batches?.next() else { return false }
        let raw = try members.probabilities(of: table)
        let calibrated = zip(raw, calibrations).map { raw, calibration in raw.map(calibration.probability) }
        let paid = try revenue?.monthlyRevenue(of: table)
        for (index, values) in calibrated.enumerated() { listed[index] += values }
        if let paid { monthly! += paid }
        ids = try table.texts(table.index(of: SnapshotRows.id)!)
        numbers = calibrated + raw + (paid.map { [$0] } ?? [])
        next = 0
        return true
    }
}
