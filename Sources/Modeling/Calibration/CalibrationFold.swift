internal import Base

/// One Sunday of the backtest as one model ranked it, best first.
struct CalibrationFold: Sendable {
    let sunday: Day
    /// The portals as numbers that are the same in all folds.
    let portals: [Int]
    let rows: ScoredRows

    init(sunday: Day, portals: [Int], logOdds: [Double], converted: [Bool]) {
        let order = logOdds.indices.sorted { (logOdds[$1], $0) < (logOdds[$0], $1) }
        self.sunday = sunday
        self.portals = order.map { portals[$0] }
        rows = ScoredRows(logOdds: order.map { logOdds[$0] }, labels: order.map { converted[$0] })
    }

    var conversions: Int { rows.labels.count { $0 } }

    /// Returns the list with other log-odds that give the same ranking.
    func listed(_ logOdds: [Double]) -> ListedFold {
        ListedFold(sunday: sunday, portals: portals, probabilities: logOdds.map(logistic), labels: rows.labels)
    }
}

/// The list of one past Sunday, best first, with probabilities from calibrations that had not seen its outcomes.
struct ListedFold: Sendable {
    let sunday: Day
    let portals: [Int]
    let probabilities: [Double]
    let labels: [Bool]

    var expected: Double { probabilities.reduce(0, +) }
    /// The variance of the number of conversions if the probabilities are right.
    var variance: Double { probabilities.reduce(0) { $0 + $1 * (1 - $1) } }
    var actual: Int { labels.count { $0 } }
}
