internal import Arrow
internal import Boosting
internal import Foundation

/// Predicts what portals would pay a month if they became customers.
struct RevenueScorer {
    private let model: RevenueModel
    /// The regression, with the positions of its features. nil: all portals would pay the same.
    private let regression: (any Regressor)?
    private let features: [Int]

    /// Loads the regression.
    ///
    /// - Parameters:
    ///   - positions: The positions of the features in the rows, by name.
    ///   - folder: The folder with the regression's file.
    init(_ model: RevenueModel, positions: [String: Int], folder: String) throws {
        self.model = model
        guard let file = model.file else {
            (regression, features) = (nil, [])
            return
        }
        let regression = try LightGBMRegressionLearner().load(path: folder + "/" + file, threads: 1)
        guard regression.featureNames == model.features else {
            throw ModelingError.featuresDiffer("revenue.json and \(file) name different features")
        }
        self.regression = regression
        features = model.features.map { positions[$0]! }
    }

    /// Returns the expected monthly revenue of each row.
    func monthlyRevenue(of table: ArrowTable) throws -> [Double] {
        let (center, weight, smearing) = (model.center, model.weight, model.smearing)
        guard let regression else { return [Double](repeating: exp(center) * smearing, count: table.rowCount) }
        return try regression.values(of: table, features: features).map {
            exp(center + weight * ($0 - center)) * smearing
        }
    }
}
