internal import Base
internal import Boosting
public import Foundation

/// A method that learns which portals become customers: another member of the ensemble.
///
/// A learner is registered once per process, before configurations are read. It is then a name like `lightgbm`: list it in
/// `models.members`, and in `ensemble.members` where it is to count in the ensemble.
///
/// ```swift
/// try LearnerRegistry.register(Scorecard())
/// let configuration = try Configuration(
///     contentsOfFile: "prospect.yaml", overrides: ["models.members=[lightgbm, scorecard]"])
/// ```
///
/// The same rows and the same seed have to give the same model: runs are compared byte by byte.
public protocol Learner: Sendable {
    /// The name in configurations, files and columns: at most 30 lower-case letters, digits and underscores, a letter first.
    var name: String { get }

    /// The name in sentences and headings; `name` where it is not given.
    var title: String { get }

    /// The version of the method; a run's manifest keeps it.
    var version: String { get }

    /// Fits a model.
    ///
    /// - Parameters:
    ///   - rows: Matured snapshots, one for each portal and Sunday, with what happened.
    ///   - seed: The seed for all that is drawn.
    /// - Returns: A model that knows nothing but these rows.
    func fit(_ rows: LabelledRows, seed: Int) throws -> any FittedModel

    /// Reads a model that ``FittedModel/encoded()`` has written.
    func decode(_ data: Data) throws -> any FittedModel
}

extension Learner {
    public var title: String { name }
    public var version: String { "1" }
}

/// A model that a ``Learner`` has fitted. Any thread may ask it.
public protocol FittedModel: Sendable {
    /// Returns what each feature adds to the score of each row.
    ///
    /// The score is a log-odds: the sum of a row's contributions, to which calibration and ensemble are applied. Reasons are
    /// made of the contributions.
    ///
    /// - Parameter rows: The features, in the order in which the model was fitted.
    /// - Returns: For each row one number per feature and then the base, which is the same for all rows.
    func contributions(_ rows: FeatureRows) throws -> [[Double]]

    /// Writes the model as data that ``Learner/decode(_:)`` reads back to the last bit.
    func encoded() throws -> Data
}

/// Rows of features, by column.
public struct FeatureRows: Sendable {
    /// The features' names, such as `TOTAL_ACTIONS_30D_LOG1P`.
    public let names: [String]
    /// For each feature a number per row; NaN where a value is missing. Categories are whole numbers from 0.
    public let columns: [[Double]]

    /// The number of rows.
    public var count: Int { columns.first?.count ?? 0 }
}

/// Rows with what happened.
public struct LabelledRows: Sendable {
    /// What was known of each portal at the end of its Sunday.
    public let features: FeatureRows
    /// For each row 1 where the portal became a customer within the horizon, else 0.
    public let labels: [Double]
    /// For each row the number of equal rows that it stands for.
    public let weights: [Double]
}

/// The learners of this process.
public enum LearnerRegistry {
    /// Makes a learner known.
    ///
    /// - Throws: ``ProspectError`` where its name is malformed or taken.
    public static func register(_ learner: any Learner) throws(ProspectError) {
        try translatingErrors {
            try Learners.register(learner.name, title: learner.title) { OwnLearner(learner, kind: $0) }
        }
    }

    /// The names that configurations may use, those of the program first.
    public static var names: [String] { LearnerName.known.map(\.rawValue) }
}
