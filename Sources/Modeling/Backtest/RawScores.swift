internal import Base
internal import Boosting
internal import DuckDB

/// The raw scores of a backtest, one row per Sunday, model and portal.
final class RawScores: RowSource {
    let columns: [(name: String, type: ColumnType)] = [
        ("sunday", .date), ("model", .varchar), ("id", .varchar), ("probability", .double), ("converted", .integer),
    ]
    private let lists: [(fold: FoldScores, ids: [String], model: String)]
    private var list = 0
    private var row = 0

    /// Makes a source of raw scores.
    ///
    /// - Parameter ids: The ids of each fold, in the order of its rows.
    init(_ folds: [FoldScores], ids: [[String]], models: [String]) {
        lists = zip(folds, ids).flatMap { fold, ids in models.map { (fold, ids, $0) } }
    }

    func fill(_ chunk: OutputChunk) -> Int {
        var count = 0
        let sundays = chunk.column(0, as: Int32.self)
        let probabilities = chunk.column(3, as: Double.self)
        let converted = chunk.column(4, as: Int32.self)
        while count < chunk.capacity, list < lists.count {
            let (fold, ids, model) = lists[list]
            guard row < ids.count else {
                (list, row) = (list + 1, 0)
                continue
            }
            sundays[count] = fold.sunday.daysSinceEpoch
            chunk.setString(1, count, model)
            chunk.setString(2, count, ids[row])
            probabilities[count] = fold.probabilities[model]![row]
            converted[count] = fold.converted[row] ? 1 : 0
            count += 1
            row += 1
        }
        return count
    }
}
