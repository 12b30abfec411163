internal import Arrow
internal import Boosting
internal import DuckDB

/// The scores of the free portals, computed as they are read: id, each model's listed and raw probability, and the
/// expected monthly revenue.
///
/// It keeps the listed probabilities and the revenue of all rows for the forecast of the list.
final class ScoredPortals: RowSource {
    let columns: [(name: String, type: ColumnType)]
    /// The batches, or nil once everything has been read.
    private var batches: RowBatches?
    private let members: MemberScores
    private let calibrations: [Calibration]
    private let revenue: RevenueScorer?

    /// The listed probabilities by model, in the order of `names`.
    private(set) var listed: [[Double]]
    /// The monthly revenue, or nil without a revenue model.
    private(set) var monthly: [Double]?
    /// The error that ended reading early.
    private(set) var failure: (any Error)?

    /// The current batch: ids, and the numbers by column.
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

    /// Releases the query and its connection.
    func close() { batches = nil }

    /// Scores the next batch. Returns false if there is none.
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
