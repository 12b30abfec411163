import Foundation
import Prospect

/// A learner of one's own, a scorecard: points for each feature that is above its mean.
struct Scorecard: Learner, FittedModel, Codable {
    var (base, cuts, points) = (0.0, [Double](), [Double]())
    var name: String { "scorecard" }

    func fit(_ rows: LabelledRows, seed: Int) -> any FittedModel {
        func logOdds(where isCounted: (Int) -> Bool) -> Double {
            let counted = rows.labels.indices.filter(isCounted)
            let positive = counted.reduce(0.5) { $0 + rows.labels[$1] * rows.weights[$1] }
            return log(positive / counted.reduce(1 - positive) { $0 + rows.weights[$1] })
        }
        var card = Scorecard()
        card.base = logOdds { _ in true }
        for column in rows.features.columns {
            let known = column.filter { !$0.isNaN }
            let cut = known.reduce(0, +) / Double(max(1, known.count))
            card.cuts.append(cut)
            card.points.append((logOdds { column[$0] > cut } - card.base) / Double(rows.features.columns.count))
        }
        return card
    }
    func contributions(_ rows: FeatureRows) -> [[Double]] {
        (0..<rows.count).map { row in cuts.indices.map { rows.columns[$0][row] > cuts[$0] ? points[$0] : 0 } + [base] }
    }
    func encoded() throws -> Data { try JSONEncoder().encode(self) }
    func decode(_ data: Data) throws -> any FittedModel { try JSONDecoder().decode(Self.self, from: data) }
}

try LearnerRegistry.register(Scorecard())
let members = [
    "models.members=[lightgbm, scorecard]", "ensemble.members=[lightgbm, scorecard]", "ensemble.weights=[1, 1]",
]
let configuration = try Configuration(contentsOfFile: CommandLine.arguments.last!, overrides: members)
for list in try await WeeklyJob(configuration).run(through: .rank).lists() {
    print(list.model, try list.portals(limit: 3).map { "\($0.id): \($0.probability)" })
}
