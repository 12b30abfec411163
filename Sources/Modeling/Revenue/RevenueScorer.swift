internal import Arrow
internal import Boosting
internal import Foundation
internal import ProspectCore

extension RevenueModel {
    /// The monthly revenue expected of each row, were it to become a customer.
    ///
    /// - Parameters:
    ///   - table: rows with the features, whose positions are given by name.
    ///   - folder: holds the regression's file.
    func monthlyRevenue(of table: ArrowTable, positions: [String: Int], in folder: String) throws -> [Double] {
        let typical = exp(center) * smearing
        guard let file else { return [Double](repeating: typical, count: table.rowCount) }
        let regression = try LightGBMRegressionLearner().load(path: folder + "/" + file, threads: 1)
        guard regression.featureNames == features else {
            throw ModelingError.featuresDiffer("revenue.json and \(file) name different features")
        }
        let values = try regression.values(of: table, features: features.map { positions[$0]! })
        return values.map { exp(center + weight * ($0 - center)) * smearing }
    }
}
